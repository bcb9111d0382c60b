import { Digest, type DigestEmailProps } from "./components/digest.tsx";
import { sampleDigest } from "./components/sample.ts";

export default function MonthlyDigest(props: DigestEmailProps) {
  return <Digest {...props} />;
}

MonthlyDigest.PreviewProps = sampleDigest("monthly") satisfies DigestEmailProps;
