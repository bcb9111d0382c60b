import { Digest, type DigestEmailProps } from "./components/digest.tsx";
import { sampleDigest } from "./components/sample.ts";

export default function WeeklyDigest(props: DigestEmailProps) {
  return <Digest {...props} />;
}

WeeklyDigest.PreviewProps = sampleDigest({
  heading: "15 to 21 June 2026",
  issue: "Week 25 · No. 21",
  span: "week",
}) satisfies DigestEmailProps;
