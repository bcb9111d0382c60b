import { Digest, type DigestEmailProps } from "./components/digest.tsx";
import { realDigest } from "./components/real-digest.ts";
import { sampleDigest } from "./components/sample.ts";

export default function WeeklyDigest(props: DigestEmailProps) {
  return <Digest {...props} />;
}

WeeklyDigest.PreviewProps = (realDigest("weekly") ?? sampleDigest("weekly")) satisfies DigestEmailProps;
