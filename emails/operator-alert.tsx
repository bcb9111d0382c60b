import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type OperatorAlertProps = NoticeBase & {
  /** What happened, in a few words: `Edition daily-2026-06-18 is paused`. */
  title: string;
  /** What it means and what to do, one sentence or two each. */
  paragraphs: string[];
  facts: { label: string; value: string }[];
  /** Where to mend it; or null. */
  action: { label: string; url: string } | null;
};

/** Tells whoever runs the service that something needs a hand. */
export function operatorAlertWords(props: OperatorAlertProps): NoticeWords {
  return {
    subject: `[${props.brand}] ${props.title}`,
    preheader: props.paragraphs[0] ?? props.title,
    kicker: "For the operator",
    heading: props.title,
    paragraphs: props.paragraphs,
    action: props.action,
    facts: props.facts,
    list: null,
    notes: [],
    why: `${props.recipient} receives this because it is the operator's address.`,
    links: [],
  };
}

export default function OperatorAlert(props: OperatorAlertProps) {
  return <Notice base={props} words={operatorAlertWords(props)} />;
}

OperatorAlert.PreviewProps = {
  ...sampleBase,
  title: "Edition daily-2026-06-18 is paused",
  paragraphs: [
    "Five of a hundred mails bounced for good, which is more than a healthy list has, so the rest waits for you.",
    "Look at the reasons, then go on with: paperboy resume --edition daily-2026-06-18 --force",
  ],
  facts: [
    { label: "Submitted", value: "1,200" },
    { label: "Pending", value: "18,800" },
    { label: "Permanent bounces", value: "61 (5.1 %)" },
  ],
  action: { label: "Open the edition", url: `${sampleSite}/ops/editions/daily-2026-06-18` },
} satisfies OperatorAlertProps;
