import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type WelcomeProps = NoticeBase & {
  /** When digests come. `time` and `zone` are as a reader writes them: `08:00`, `Europe/Berlin`. */
  /** A time of null is as soon as an edition is out. */
  schedule: { cadence: "daily" | "weekdays" | "weekly" | "monthly"; time: string | null; zone: string };
  preferencesUrl: string;
  unsubscribeUrl: string;
  /** The edition that is out, with its first papers, so that there is something to read at once; or null. */
  latest: LatestEdition | null;
};

export type LatestEdition = {
  cadence: "daily" | "weekly" | "monthly";
  /** The period in words: `18 June 2026`, `15 – 21 June 2026`, `June 2026`. `weekday` is that of its first day. */
  period: string;
  weekday: string;
  url: string;
  papers: { title: string; url: string }[];
};

function scheduleIn({ words, schedule: { time, ...schedule } }: WelcomeProps): string {
  return time === null
    ? words.say("welcome.schedule-at-once", schedule)
    : words.say("welcome.schedule", { ...schedule, time });
}

/** Says what will come and when, with something to read at once. */
export function welcomeWords(props: WelcomeProps): NoticeWords {
  const { words, recipient, latest } = props;
  return {
    subject: words.say("welcome.subject"),
    preheader: words.say(latest === null ? "welcome.preheader-alone" : "welcome.preheader"),
    kicker: words.say("welcome.kicker"),
    heading: words.say("welcome.heading"),
    paragraphs: [scheduleIn(props), words.say("welcome.follow")],
    action: { label: words.say("notice.change"), url: props.preferencesUrl },
    facts: [],
    list:
      latest === null
        ? null
        : {
            heading: words.say("welcome.latest", latest),
            items: latest.papers.map((paper) => ({ label: paper.title, url: paper.url })),
            more: { label: words.say("welcome.whole-edition"), url: latest.url },
          },
    notes: [],
    why: words.say("welcome.why", { recipient }),
    links: [
      { label: words.say("notice.change"), url: props.preferencesUrl },
      { label: words.say("notice.unsubscribe"), url: props.unsubscribeUrl },
    ],
  };
}

export default function Welcome(props: WelcomeProps) {
  return <Notice base={props} words={welcomeWords(props)} />;
}

Welcome.PreviewProps = {
  ...sampleBase,
  schedule: { cadence: "daily", time: "08:00", zone: "Europe/Berlin" },
  preferencesUrl: `${sampleSite}/preferences?token=sample`,
  unsubscribeUrl: `${sampleSite}/unsubscribe?token=sample`,
  latest: {
    cadence: "daily",
    period: sampleBase.words.day("2026-06-18", "long"),
    weekday: sampleBase.words.day("2026-06-18", "weekday"),
    url: `${sampleSite}/editions/daily/2026-06-18`,
    papers: [
      { title: "Small Models That Ask Before They Answer", url: "https://arxiv.org/abs/2606.00001" },
      { title: "Maps From Memory: Navigation Without a Camera", url: "https://arxiv.org/abs/2606.00002" },
      { title: "How Much Does a Token Know?", url: "https://arxiv.org/abs/2606.00003" },
    ],
  },
} satisfies WelcomeProps;
