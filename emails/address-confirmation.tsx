import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type AddressConfirmationProps = NoticeBase &
  (
    | { isTaken: false; confirmUrl: string /** How long the link works. */; expiresInDays: number }
    | { isTaken: true; preferencesUrl: string }
  );

/**
 * Asks an address whether a subscription may move to it. One that has a subscription of its own is told that nothing
 * changes: nobody else is told that it has.
 */
export function addressConfirmationWords(props: AddressConfirmationProps): NoticeWords {
  const { words, recipient } = props;
  const same = { facts: [], list: null, why: words.say("address-confirm.why", { recipient }), links: [] };
  if (props.isTaken) {
    return {
      ...same,
      subject: words.say("address-taken.subject"),
      preheader: words.say("address-taken.preheader"),
      kicker: words.say("address-taken.kicker"),
      heading: words.say("address-taken.heading"),
      paragraphs: [words.say("address-taken.asked", { recipient })],
      action: { label: words.say("link.action"), url: props.preferencesUrl },
      notes: [words.say("link.secret")],
    };
  }
  return {
    ...same,
    subject: words.say("address-confirm.subject"),
    preheader: words.say("address-confirm.preheader"),
    kicker: words.say("address-confirm.kicker"),
    heading: words.say("address-confirm.heading"),
    paragraphs: [words.say("address-confirm.asked", { recipient })],
    action: { label: words.say("address-confirm.action"), url: props.confirmUrl },
    notes: [words.say("address-confirm.lasts", { days: props.expiresInDays })],
  };
}

export default function AddressConfirmation(props: AddressConfirmationProps) {
  return <Notice base={props} words={addressConfirmationWords(props)} />;
}

AddressConfirmation.PreviewProps = {
  ...sampleBase,
  isTaken: false,
  confirmUrl: `${sampleSite}/address/confirm?token=sample`,
  expiresInDays: 7,
} satisfies AddressConfirmationProps;
