import type { Language } from "../../words/words.ts";
import type { Context } from "../context.ts";

/** Where a reader agrees or withdraws. */
export type ConsentCause =
  | "subscribe"
  | "confirm"
  | "unsubscribe"
  | "undo"
  | "address-ask"
  | "address-allow"
  | "address-confirm"
  | "address-stop";

const ids = {
  subscribe: "site.consent.subscribe",
  confirm: "site.consent.confirm",
  unsubscribe: "site.consent.unsubscribe",
  undo: "site.consent.undo",
  "address-ask": "site.consent.address-ask",
  "address-allow": "site.consent.address-allow",
  "address-confirm": "site.consent.address-confirm",
  "address-stop": "site.consent.address-stop",
} as const satisfies Record<ConsentCause, string>;

/**
 * What is shown where a reader agrees or withdraws, in the language of what they were shown. It is kept as text with
 * the consent, so that old consents keep theirs when the words or the installation's name change.
 *
 * @param language that of the installation unless given.
 */
export function consentWording(
  { settings }: Pick<Context, "settings">,
  cause: ConsentCause,
  language?: Language,
): string {
  const { wordsIn, brand } = settings.current();
  return wordsIn(language ?? brand.language).say(ids[cause]);
}
