import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type ConfirmSubscriptionProps = NoticeBase & {
  confirmUrl: string;
  /** How long the link works. */
  expiresInDays: number;
};

/** Asks whether the address really wants the digest; nothing else comes until the link is followed. */
export function confirmSubscriptionWords(props: ConfirmSubscriptionProps): NoticeWords {
  const { words, recipient } = props;
  return {
    subject: words.say("confirm.subject"),
    preheader: words.say("confirm.preheader"),
    kicker: words.say("confirm.kicker"),
    heading: words.say("confirm.heading"),
    paragraphs: [words.say("confirm.signed-up", { recipient })],
    action: { label: words.say("confirm.action"), url: props.confirmUrl },
    facts: [],
    list: null,
    notes: [words.say("confirm.lasts", { days: props.expiresInDays })],
    why: words.say("notice.entered", { recipient }),
    links: [],
  };
}

export default function ConfirmSubscription(props: ConfirmSubscriptionProps) {
  return <Notice base={props} words={confirmSubscriptionWords(props)} />;
}

ConfirmSubscription.PreviewProps = {
  ...sampleBase,
  confirmUrl: `${sampleSite}/confirm?token=sample`,
  expiresInDays: 3,
} satisfies ConfirmSubscriptionProps;
