import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type ConfirmSubscriptionProps = NoticeBase & {
  confirmUrl: string;
  /** How long the link works. */
  expiresInDays: number;
};

/** Asks whether the address really wants the digest; nothing else comes until the link is followed. */
export function confirmSubscriptionWords(props: ConfirmSubscriptionProps): NoticeWords {
  const days = props.expiresInDays === 1 ? "a day" : `${props.expiresInDays} days`;
  return {
    subject: `Confirm your subscription to ${props.brand}`,
    preheader: "One click, and the trending papers come to your inbox.",
    kicker: "One click to go",
    heading: "Do you want the trending papers in your inbox?",
    paragraphs: [
      `Somebody, most likely you, asked ${props.brand} to write to ${props.recipient}. Confirm it, and your first digest comes with the next edition.`,
    ],
    action: { label: "Yes, subscribe me", url: props.confirmUrl },
    facts: [],
    list: null,
    notes: [`The link works for ${days}. If it was not you, do nothing: you will not hear from us again.`],
    why: `This single mail went to ${props.recipient} because that address was entered in the subscribe form.`,
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
