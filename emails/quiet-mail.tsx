import { Digest, type DigestEmailProps } from "./components/digest.tsx";
import { sampleQuietMail } from "./components/sample.ts";

export default function QuietMail(props: DigestEmailProps) {
  return <Digest {...props} />;
}

QuietMail.PreviewProps = sampleQuietMail() satisfies DigestEmailProps;
