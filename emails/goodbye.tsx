import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type GoodbyeProps = NoticeBase & {
  /** Takes the leaving back. */
  undoUrl: string;
  /** How long the link works. */
  undoDays: number;
};

/** Says that the digest has stopped, and how to take it back. Asks for nothing. */
export function goodbyeWords(props: GoodbyeProps): NoticeWords {
  return {
    subject: `You have left ${props.brand}`,
    preheader: "No digest will come any more.",
    kicker: "Unsubscribed",
    heading: "Goodbye",
    paragraphs: [
      `${props.recipient} will receive no more digests. Thank you for reading.`,
      "If that was a slip, one click takes it back, with all your preferences as they were.",
    ],
    action: { label: "Subscribe me again", url: props.undoUrl },
    facts: [],
    list: null,
    notes: [`The link works for ${props.undoDays === 1 ? "a day" : `${props.undoDays} days`}.`],
    why: `This is the last mail to ${props.recipient}; it says that you were unsubscribed.`,
    links: [],
  };
}

export default function Goodbye(props: GoodbyeProps) {
  return <Notice base={props} words={goodbyeWords(props)} />;
}

Goodbye.PreviewProps = {
  ...sampleBase,
  undoUrl: `${sampleSite}/undo?token=sample`,
  undoDays: 7,
} satisfies GoodbyeProps;
