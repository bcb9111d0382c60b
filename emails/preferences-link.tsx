import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type PreferencesLinkProps = NoticeBase & {
  /**
   * Why it is sent: the reader asked for a link, the address was entered in the subscribe form again, or a mail
   * came from it that may be a wish to leave.
   */
  cause: "requested" | "already-subscribed" | "leaving";
  preferencesUrl: string;
  unsubscribeUrl: string;
};

/** A fresh link for a reader who lost theirs, who subscribed a second time, or who may want to leave. */
export function preferencesLinkWords(props: PreferencesLinkProps): NoticeWords {
  if (props.cause === "leaving") return leavingWords(props);
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

/** Anybody can write a mail in a reader's name, so only the link unsubscribes. */
function leavingWords({
  brand,
  recipient,
  preferencesUrl,
  unsubscribeUrl,
}: PreferencesLinkProps): NoticeWords {
  return {
    subject: `Do you want to unsubscribe from ${brand}?`,
    preheader: "One click unsubscribes you. Without it nothing changes.",
    kicker: "Nothing has changed",
    heading: "Do you want to unsubscribe?",
    paragraphs: [
      `We received a mail from ${recipient} at the address for leaving ${brand}. To unsubscribe, open the link below. If you didn't write it, ignore this mail: nothing changes.`,
    ],
    action: { label: "Unsubscribe", url: unsubscribeUrl },
    facts: [],
    list: null,
    notes: ["Whoever has these links can change your subscription, so do not pass this mail on."],
    why: `This went to ${recipient} because a mail came from that address.`,
    links: [{ label: "Your preferences", url: preferencesUrl }],
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
