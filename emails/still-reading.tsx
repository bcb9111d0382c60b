import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type StillReadingProps = NoticeBase & {
  /** For how long nobody has clicked or marked anything. */
  days: number;
  /** Until the pause. */
  graceDays: number;
  keepUrl: string;
  preferencesUrl: string;
  unsubscribeUrl: string;
};

/** Asks once whether somebody still reads, and says what happens without an answer. */
export function stillReadingWords(props: StillReadingProps): NoticeWords {
  const { words, recipient, days, graceDays } = props;
  return {
    subject: words.say("still-reading.subject"),
    preheader: words.say("still-reading.preheader"),
    kicker: words.say("still-reading.kicker"),
    heading: words.say("still-reading.heading"),
    paragraphs: [
      words.say("still-reading.silent", { days }),
      words.say("still-reading.pause", { days: graceDays }),
    ],
    action: { label: words.say("still-reading.action"), url: props.keepUrl },
    facts: [],
    list: null,
    notes: [words.say("still-reading.also")],
    why: words.say("welcome.why", { recipient }),
    links: [
      { label: words.say("notice.change"), url: props.preferencesUrl },
      { label: words.say("notice.unsubscribe"), url: props.unsubscribeUrl },
    ],
  };
}

export default function StillReading(props: StillReadingProps) {
  return <Notice base={props} words={stillReadingWords(props)} />;
}

StillReading.PreviewProps = {
  ...sampleBase,
  days: 180,
  graceDays: 14,
  keepUrl: `${sampleSite}/still-reading?token=sample`,
  preferencesUrl: `${sampleSite}/preferences?token=sample`,
  unsubscribeUrl: `${sampleSite}/unsubscribe?token=sample`,
} satisfies StillReadingProps;
