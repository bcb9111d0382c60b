import { Digest, type DigestEmailProps } from "./components/digest.tsx";
import { sampleDigest } from "./components/sample.ts";

export default function MonthlyDigest(props: DigestEmailProps) {
  return <Digest {...props} />;
}

MonthlyDigest.PreviewProps = sampleDigest({
  heading: "June 2026",
  issue: "Monthly · No. 5",
  span: "month",
}) satisfies DigestEmailProps;
