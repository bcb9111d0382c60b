import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type WelcomeProps = NoticeBase & {
  /** When digests come, such as `every day at 08:00 (Europe/Berlin)`. */
  schedule: string;
  preferencesUrl: string;
  unsubscribeUrl: string;
  /** The edition that is out, with its first papers, so that there is something to read at once; or null. */
  latest: { heading: string; url: string; papers: { title: string; url: string }[] } | null;
};

/** Says what will come and when, with something to read at once. */
export function welcomeWords(props: WelcomeProps): NoticeWords {
  return {
    subject: `Welcome to ${props.brand}`,
    preheader:
      props.latest === null
        ? "Your first digest is on its way."
        : "Here is the latest edition to begin with.",
    kicker: "You are subscribed",
    heading: "Welcome",
    paragraphs: [
      `Your digest comes ${props.schedule}. It holds the papers that most people are reading, in their order.`,
      "Follow the topics, keywords and authors that you care about, and the digest puts those first. You can also choose how many papers it has, how long their texts are, and when it comes.",
    ],
    action: { label: "Choose what you get", url: props.preferencesUrl },
    facts: [],
    list:
      props.latest === null
        ? null
        : {
            heading: `To begin with: ${props.latest.heading}`,
            items: props.latest.papers.map((paper) => ({ label: paper.title, url: paper.url })),
            more: { label: "See the whole edition", url: props.latest.url },
          },
    notes: [],
    why: `${props.recipient} receives this because it subscribed to ${props.brand}.`,
    links: [
      { label: "Change what you get", url: props.preferencesUrl },
      { label: "Unsubscribe", url: props.unsubscribeUrl },
    ],
  };
}

export default function Welcome(props: WelcomeProps) {
  return <Notice base={props} words={welcomeWords(props)} />;
}

Welcome.PreviewProps = {
  ...sampleBase,
  schedule: "every day at 08:00 (Europe/Berlin)",
  preferencesUrl: `${sampleSite}/preferences?token=sample`,
  unsubscribeUrl: `${sampleSite}/unsubscribe?token=sample`,
  latest: {
    heading: "Thursday, 18 June 2026",
    url: `${sampleSite}/editions/daily/2026-06-18`,
    papers: [
      { title: "Small Models That Ask Before They Answer", url: "https://arxiv.org/abs/2606.00001" },
      { title: "Maps From Memory: Navigation Without a Camera", url: "https://arxiv.org/abs/2606.00002" },
      { title: "How Much Does a Token Know?", url: "https://arxiv.org/abs/2606.00003" },
    ],
  },
} satisfies WelcomeProps;
