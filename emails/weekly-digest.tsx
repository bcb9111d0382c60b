import { Digest, type DigestEmailProps } from "./components/digest.tsx";
import { sampleDigest } from "./components/sample.ts";

export default function WeeklyDigest(props: DigestEmailProps) {
  return <Digest {...props} />;
}

WeeklyDigest.PreviewProps = sampleDigest("weekly") satisfies DigestEmailProps;
