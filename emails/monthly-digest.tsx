import { Digest, type DigestEmailProps } from "./components/digest.tsx";
import { realDigest } from "./components/real-digest.ts";
import { sampleDigest } from "./components/sample.ts";

export default function MonthlyDigest(props: DigestEmailProps) {
  return <Digest {...props} />;
}

MonthlyDigest.PreviewProps = (realDigest("monthly") ?? sampleDigest("monthly")) satisfies DigestEmailProps;
