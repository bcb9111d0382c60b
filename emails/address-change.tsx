import { Notice, type NoticeBase, type NoticeWords } from "./components/notice.tsx";
import { sampleBase, sampleSite } from "./components/sample.ts";

export type AddressChangeProps = NoticeBase & {
  newAddress: string;
  /** The page on which the change is allowed, or stopped. */
  answerUrl: string;
  /** How long the link works. */
  expiresInDays: number;
};

/** Asks the present address whether the subscription may move; nothing changes without its word. */
export function addressChangeWords(props: AddressChangeProps): NoticeWords {
  const { words, recipient, answerUrl } = props;
  return {
    subject: words.say("address-change.subject"),
    preheader: words.say("address-change.preheader"),
    kicker: words.say("address-change.kicker"),
    heading: words.say("address-change.heading"),
    paragraphs: [words.say("address-change.asked", { recipient })],
    action: { label: words.say("address-change.allow"), url: answerUrl },
    facts: [{ label: words.say("address-change.new"), value: props.newAddress }],
    list: null,
    notes: [words.say("address-change.lasts", { days: props.expiresInDays })],
    why: words.say("address-change.why", { recipient }),
    links: [{ label: words.say("address-change.stop"), url: `${answerUrl}#stop` }],
  };
}

export default function AddressChange(props: AddressChangeProps) {
  return <Notice base={props} words={addressChangeWords(props)} />;
}

AddressChange.PreviewProps = {
  ...sampleBase,
  newAddress: "ada@new.example",
  answerUrl: `${sampleSite}/address/allow?token=sample`,
  expiresInDays: 7,
} satisfies AddressChangeProps;
