import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { type AddressChangeProps, addressChangeWords } from "../../emails/address-change.tsx";
import {
  type AddressConfirmationProps,
  addressConfirmationWords,
} from "../../emails/address-confirmation.tsx";
import { Digest, type DigestEmailProps } from "../../emails/components/digest.tsx";
import { Notice, type NoticeBase, type NoticeWords } from "../../emails/components/notice.tsx";
import { CutSegments } from "../../emails/components/segment.tsx";
import {
  type ConfirmSubscriptionProps,
  confirmSubscriptionWords,
} from "../../emails/confirm-subscription.tsx";
import { type GoodbyeProps, goodbyeWords } from "../../emails/goodbye.tsx";
import { type OperatorAlertProps, operatorAlertWords } from "../../emails/operator-alert.tsx";
import { type PreferencesLinkProps, preferencesLinkWords } from "../../emails/preferences-link.tsx";
import { type StillReadingProps, stillReadingWords } from "../../emails/still-reading.tsx";
import { type WelcomeProps, welcomeWords } from "../../emails/welcome.tsx";
import { segmentMarks } from "./piece.ts";

// The one way from here to `emails/`, imported when a mail is rendered and not before: React Email's collection
// takes half a second to load, and most processes render nothing.

/** A single mail to be rendered: its kind and what its template needs beyond sender and recipient. */
export type NoticeContent =
  | { kind: "confirm"; props: Own<ConfirmSubscriptionProps> }
  | { kind: "welcome"; props: Own<WelcomeProps> }
  | { kind: "preferences-link"; props: Own<PreferencesLinkProps> }
  | { kind: "goodbye"; props: Own<GoodbyeProps> }
  | { kind: "operator-alert"; props: Own<OperatorAlertProps> }
  | { kind: "address-allow"; props: Own<AddressChangeProps> }
  | { kind: "address-confirm"; props: Own<AddressConfirmationProps> }
  | { kind: "still-reading"; props: Own<StillReadingProps> };

type Own<Props extends NoticeBase> = Props extends NoticeBase ? Omit<Props, keyof NoticeBase> : never;

/** The HTML document of a digest. */
export function digestHtml(props: DigestEmailProps): string {
  return document(<Digest {...props} />);
}

/** The same document with marks around all its segments, whether shown or not. */
export function markedDigestHtml(props: DigestEmailProps): string {
  return document(
    <CutSegments marks={segmentMarks}>
      <Digest {...props} />
    </CutSegments>,
  );
}

/** The HTML document of a notice. */
export function noticeHtml(base: NoticeBase, words: NoticeWords): string {
  return document(<Notice base={base} words={words} />);
}

/** A notice in words, as its template puts them. */
export function noticeWords(notice: NoticeContent, base: NoticeBase): NoticeWords {
  switch (notice.kind) {
    case "confirm":
      return confirmSubscriptionWords({ ...base, ...notice.props });
    case "welcome":
      return welcomeWords({ ...base, ...notice.props });
    case "preferences-link":
      return preferencesLinkWords({ ...base, ...notice.props });
    case "goodbye":
      return goodbyeWords({ ...base, ...notice.props });
    case "operator-alert":
      return operatorAlertWords({ ...base, ...notice.props });
    case "address-allow":
      return addressChangeWords({ ...base, ...notice.props });
    case "address-confirm":
      return addressConfirmationWords({ ...base, ...notice.props });
    case "still-reading":
      return stillReadingWords({ ...base, ...notice.props });
  }
}

function document(template: ReactElement): string {
  return `<!DOCTYPE html>${renderToStaticMarkup(template)}`;
}
