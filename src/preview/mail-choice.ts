import { type Language, languages } from "../../words/words.ts";
import type { AlertKind } from "../alerts/model.ts";
import { alertKinds } from "../alerts/tables.ts";
import { type Cadence, cadences } from "../calendar/periods.ts";
import { type Detail, details } from "../editions/edition.ts";
import { InvalidInputError } from "../errors.ts";
import { type TypicalName, typicalNames } from "./typical-readers.ts";

/** Every mail of this installation: digests, what comes in their place, single mails by their cause, alerts. */
export const mailNames = [
  "digest",
  "quiet",
  "confirm",
  "welcome",
  "preferences-link",
  "already-subscribed",
  "leaving-link",
  "goodbye",
  "address-allow",
  "address-confirm",
  "address-taken",
  "still-reading",
  "alert",
  "alert-over",
] as const;

export type MailName = (typeof mailNames)[number];

/** Which mail is looked at. */
export type MailChoice = {
  mail: MailName;
  /** Of the edition; the reader's own when null. */
  cadence: Cadence | null;
  /** A day or a period; that of `shownPeriod` when null. */
  date: string | null;
  /** Of the frozen edition; the newest, with which batches are sealed, when null. */
  revision: number | null;
  /** The reader's own when null, as is the language. */
  detail: Detail | null;
  language: Language | null;
  /** With the templates of now, also of an edition that was compiled with others. */
  isFresh: boolean;
  /** Whose mail it is; null for a typical reader. */
  subscriberId: string | null;
  typical: TypicalName;
  /** Of an alert. */
  alert: AlertKind;
};

/** The digest of the usual reader. */
export const usualChoice: MailChoice = {
  mail: "digest",
  cadence: null,
  date: null,
  revision: null,
  detail: null,
  language: null,
  isFresh: false,
  subscriberId: null,
  typical: "nothing",
  alert: "held-edition",
};

/**
 * Reads a choice from a query, a form or options, by the names that `choiceQuery` writes.
 *
 * @param read null, undefined and blank text all mean that nothing is said.
 * @throws {InvalidInputError} for a word that is none of those known.
 */
export function parseMailChoice(read: (name: string) => string | null | undefined): MailChoice {
  const given = (name: string) => read(name)?.trim() || null;
  const oneOf = <T extends string>(name: string, known: readonly T[]): T | null => {
    const text = given(name);
    if (text === null) return null;
    const found = known.find((word) => word === text);
    if (found === undefined) throw new InvalidInputError(`Choose as ${name} one of ${known.join(", ")}.`);
    return found;
  };
  const mail = oneOf("mail", mailNames) ?? usualChoice.mail;
  return {
    mail,
    cadence: oneOf("cadence", cadences),
    date: given("date"),
    revision: parseRevision(given("revision")),
    detail: oneOf("detail", details),
    language: oneOf("language", languages),
    isFresh: oneOf("templates", ["frozen", "now"]) === "now",
    subscriberId: given("reader"),
    typical: oneOf("typical", typicalNames) ?? (mail === "quiet" ? "unmet" : usualChoice.typical),
    alert: oneOf("alert", alertKinds) ?? usualChoice.alert,
  };
}

function parseRevision(text: string | null): number | null {
  if (text === null) return null;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidInputError("Name a revision by its number, such as 2.");
}

/** The query that means a choice: what is as usual is left out. Never an address. */
export function choiceQuery(choice: MailChoice, more: Record<string, string> = {}): string {
  const { mail, cadence, date, revision, detail, language, isFresh, subscriberId, typical, alert } = choice;
  const fields: [name: string, value: string | null][] = [
    ["mail", mail === usualChoice.mail ? null : mail],
    ["cadence", cadence],
    ["date", date],
    ["revision", revision === null ? null : String(revision)],
    ["detail", detail],
    ["language", language],
    ["templates", isFresh ? "now" : null],
    ["reader", subscriberId],
    ["typical", typical === usualChoice.typical || subscriberId !== null ? null : typical],
    ["alert", mail === "alert" || mail === "alert-over" ? alert : null],
  ];
  const query = new URLSearchParams();
  for (const [name, value] of [...fields, ...Object.entries(more)]) if (value) query.set(name, value);
  return query.toString();
}
