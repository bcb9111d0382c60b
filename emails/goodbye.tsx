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
  const { words, recipient } = props;
  return {
    subject: words.say("goodbye.subject"),
    preheader: words.say("goodbye.preheader"),
    kicker: words.say("goodbye.kicker"),
    heading: words.say("goodbye.heading"),
    paragraphs: [words.say("goodbye.ended", { recipient }), words.say("goodbye.undo")],
    action: { label: words.say("goodbye.action"), url: props.undoUrl },
    facts: [],
    list: null,
    notes: [words.say("goodbye.lasts", { days: props.undoDays })],
    why: words.say("goodbye.why", { recipient }),
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
