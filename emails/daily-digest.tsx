import { Digest, type DigestEmailProps } from "./components/digest.tsx";
import { sampleDigest } from "./components/sample.ts";

export default function DailyDigest(props: DigestEmailProps) {
  return <Digest {...props} />;
}

DailyDigest.PreviewProps = sampleDigest("daily") satisfies DigestEmailProps;
