import { Digest, type DigestEmailProps } from "./components/digest.tsx";
import { sampleDigest } from "./components/sample.ts";

export default function DailyDigest(props: DigestEmailProps) {
  return <Digest {...props} />;
}

DailyDigest.PreviewProps = sampleDigest({
  heading: "Thursday, 18 June 2026",
  issue: "Daily · No. 142",
  span: "day",
}) satisfies DigestEmailProps;
