import { Digest, type DigestEmailProps } from "./components/digest.tsx";
import { realDigest } from "./components/real-digest.ts";
import { sampleDigest } from "./components/sample.ts";

export default function DailyDigest(props: DigestEmailProps) {
  return <Digest {...props} />;
}

DailyDigest.PreviewProps = (realDigest("daily") ?? sampleDigest("daily")) satisfies DigestEmailProps;
