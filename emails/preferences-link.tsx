import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type PreferencesLinkProps = NoticeBase & {
  /** Why it is sent: the reader asked for a link, or the address was entered in the subscribe form again. */
  cause: "requested" | "already-subscribed";
  preferencesUrl: string;
  unsubscribeUrl: string;
};

/** A fresh link for a reader who lost theirs, or who subscribed a second time. */
export function preferencesLinkWords(props: PreferencesLinkProps): NoticeWords {
  const isRequested = props.cause === "requested";
  return {
    subject: isRequested ? `Your link to ${props.brand}` : `You are already subscribed to ${props.brand}`,
    preheader: "Change what you get, when it comes, or leave.",
    kicker: isRequested ? "The link that you asked for" : "Nothing has changed",
    heading: isRequested ? "Here is your link" : "You are already subscribed",
    paragraphs: [
      isRequested
        ? "It opens your preferences: topics, keywords and authors to follow, the hour, how many papers and how much of each."
        : `${props.recipient} was entered in the subscribe form, and already receives the digest. If something is not as you want it, change it here.`,
    ],
    action: { label: "Open my preferences", url: props.preferencesUrl },
    facts: [],
    list: null,
    notes: ["Whoever has this link can change your preferences, so do not pass this mail on."],
    why: isRequested
      ? `This went to ${props.recipient} because a fresh link was asked for.`
      : `This went to ${props.recipient} because that address was entered in the subscribe form.`,
    links: [{ label: "Unsubscribe", url: props.unsubscribeUrl }],
  };
}

export default function PreferencesLink(props: PreferencesLinkProps) {
  return <Notice base={props} words={preferencesLinkWords(props)} />;
}

PreferencesLink.PreviewProps = {
  ...sampleBase,
  cause: "requested",
  preferencesUrl: `${sampleSite}/preferences?token=sample`,
  unsubscribeUrl: `${sampleSite}/unsubscribe?token=sample`,
} satisfies PreferencesLinkProps;
