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
  switch (props.cause) {
    case "requested":
      return requestedWords(props);
    case "already-subscribed":
      return alreadySubscribedWords(props);
    case "leaving":
      return leavingWords(props);
  }
}

function requestedWords(props: PreferencesLinkProps): NoticeWords {
  const { words, recipient } = props;
  return {
    ...toPreferences(props),
    subject: words.say("link.subject"),
    kicker: words.say("link.kicker"),
    heading: words.say("link.heading"),
    paragraphs: [words.say("link.opens")],
    why: words.say("link.why", { recipient }),
  };
}

function alreadySubscribedWords(props: PreferencesLinkProps): NoticeWords {
  const { words, recipient } = props;
  return {
    ...toPreferences(props),
    subject: words.say("already.subject"),
    kicker: words.say("already.kicker"),
    heading: words.say("already.heading"),
    paragraphs: [words.say("already.entered", { recipient })],
    why: words.say("notice.entered", { recipient }),
  };
}

/** What both kinds of link to the preferences share. */
function toPreferences({ words, preferencesUrl, unsubscribeUrl }: PreferencesLinkProps) {
  return {
    preheader: words.say("link.preheader"),
    action: { label: words.say("link.action"), url: preferencesUrl },
    facts: [],
    list: null,
    notes: [words.say("link.secret")],
    links: [{ label: words.say("notice.unsubscribe"), url: unsubscribeUrl }],
  };
}

/** Anybody can write a mail in a reader's name, so only the link unsubscribes. */
function leavingWords(props: PreferencesLinkProps): NoticeWords {
  const { words, recipient, preferencesUrl, unsubscribeUrl } = props;
  return {
    subject: words.say("leaving.subject"),
    preheader: words.say("leaving.preheader"),
    kicker: words.say("leaving.kicker"),
    heading: words.say("leaving.heading"),
    paragraphs: [words.say("leaving.received", { recipient })],
    action: { label: words.say("notice.unsubscribe"), url: unsubscribeUrl },
    facts: [],
    list: null,
    notes: [words.say("leaving.secret")],
    why: words.say("leaving.why", { recipient }),
    links: [{ label: words.say("leaving.preferences"), url: preferencesUrl }],
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
