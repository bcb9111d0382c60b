import { suppressionReasons } from "../../db/schema.ts";
import { isDay } from "../../ranking/periods.ts";
import { type Address, parseAddress } from "../address.ts";
import type { Leaver } from "../leavers-store.ts";
import { parsePreferences } from "../preferences.ts";
import type { ImportRow } from "../store.ts";
import type { Columns } from "./columns.ts";

export type RowResult =
  | { kind: "row"; row: ImportRow }
  | { kind: "refused"; reason: string }
  /** Somebody who said no, or to whom mail does not come. */
  | { kind: "refused"; reason: string; leaver: Leaver };

const readingStates = new Set(["", "enabled", "active", "subscribed", "confirmed"]);

/** Of listmonk, Mailchimp, Brevo, Mailerlite and others; what is none of these says neither yes nor no. */
const leavingStates: [RegExp, Leaver["reason"]][] = [
  [/^(unsubscribed?|disabled|opt(ed)?[ _-]?out|left)$/, "left"],
  [/^(cleaned|(hard[ _-]?)?bounced?|undeliverable|invalid)$/, "bounce"],
  [/^(complain(ed|t)?|abuse|junk|(marked[ _-]as[ _-])?spam)$/, "complaint"],
  [/^(block(ed|listed)?|blacklisted|suppressed|banned)$/, "operator"],
];

/** Reads one record as a subscriber; the reason of a refusal names no address. */
export function readRow(columns: Columns, cells: string[]): RowResult {
  const cell = (name: keyof Columns) => {
    const index = columns[name];
    // Spreadsheet-safe exports put an apostrophe before what could be a formula.
    return index === undefined ? "" : (cells[index] ?? "").trim().replace(/^'(?=[=+\-@])/, "");
  };
  const parsed = parseAddress(cell("email"));
  if (parsed.kind === "refused")
    return { kind: "refused", reason: `the address is not usable: ${parsed.reason}` };
  const left = whyNotReading(cell);
  if (left !== null) return refusal(parsed.address, left);
  const given = {
    timezone: cell("timezone"),
    hour: cell("hour"),
    cadence: cell("cadence").toLowerCase(),
    maxPapers: cell("max"),
    detail: cell("detail").toLowerCase(),
    topics: splitList(cell("topics"), /[\s,;|]+/),
    keywords: splitPhrases(cell("keywords")),
    authors: splitList(cell("authors"), /[;|]/),
    mutedKeywords: splitPhrases(cell("mutedKeywords")),
    mutedAuthors: splitList(cell("mutedAuthors"), /[;|]/),
    minMatches: cell("minMatches"),
  };
  const isGiven = (value: string | string[]) => value.length > 0;
  const checked = parsePreferences({
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => isGiven(value))),
    ...(cell("lateRisers") === "" ? {} : { wantsLateRisers: saysYes(cell("lateRisers")) }),
  });
  if (checked.kind === "refused") return { kind: "refused", reason: checked.reasons.join("; ") };
  const pausedUntil = cell("status").toLowerCase() === "paused" ? cell("pausedUntil") : null;
  return { kind: "row", row: { ...parsed.address, preferences: checked.preferences, pausedUntil } };
}

type NotReading = { reason: string; because: Leaver["reason"] | null };

/** What says no before what says nothing: a row may hold both. */
function whyNotReading(cell: (name: keyof Columns) => string): NotReading | null {
  const suppressed = cell("suppressed").toLowerCase();
  if (saysYes(suppressed))
    return {
      reason: `the file says that it is suppressed: ${suppressed.slice(0, 40)}`,
      because: suppressionOf(suppressed),
    };
  if (cell("cleanedAt") !== "")
    return { reason: "the file says that mail to them came back", because: "bounce" };
  const status = cell("status").toLowerCase();
  const because = leavingReason(status);
  if (because !== null) return { reason: statusIs(status), because };
  if (cell("leftAt") !== "" || saysYes(cell("hasLeft")) || leavingReason(cell("kind")) !== null)
    return { reason: "the file says that they unsubscribed", because: "left" };
  if (saysNo(cell("wantsMail")))
    return { reason: "the file says that mail to them is switched off", because: "left" };
  if (/^un(activated|confirmed)$/i.test(cell("kind")))
    return { reason: statusIs(cell("kind")), because: null };
  const isPause = status === "paused" && isDay(cell("pausedUntil"));
  return readingStates.has(status) || isPause ? null : { reason: statusIs(status), because: null };
}

function saysNo(answer: string): boolean {
  return /^(false|0|no|n)$/i.test(answer);
}

function saysYes(answer: string): boolean {
  return answer !== "" && !saysNo(answer);
}

const movedReasons = suppressionReasons.filter((one) => one !== "erased");

/** Our own words for it; any other is somebody's decision. Who was erased elsewhere has left. */
function suppressionOf(word: string): Leaver["reason"] {
  if (word === "erased") return "left";
  return movedReasons.find((one) => one === word) ?? "operator";
}

function statusIs(status: string): string {
  return `the file says that its status is ${status.slice(0, 40)}`;
}

function leavingReason(status: string): Leaver["reason"] | null {
  return leavingStates.find(([pattern]) => pattern.test(status.toLowerCase()))?.[1] ?? null;
}

/** Of who left only the hash is kept: the address is nothing that we need. */
function refusal({ addressHash, email }: Address, { reason, because }: NotReading): RowResult {
  if (because === null) return { kind: "refused", reason };
  const leaver = {
    addressHash,
    email: because === "left" ? null : email,
    reason: because,
    explanation: `imported: ${reason}`,
  };
  return { kind: "refused", reason, leaver };
}

/** A keyword may be a phrase, so spaces never part two; commas do where nothing stronger does. */
function splitPhrases(text: string): string[] {
  return splitList(text, /[;|]/.test(text) ? /[;|\n]/ : /[,\n]/);
}

function splitList(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
