import { type Address, parseAddress } from "../address.ts";
import { type Preferences, parsePreferences } from "../preferences.ts";
import type { Leaver } from "../store.ts";
import type { Columns } from "./columns.ts";

export type RowResult =
  | { kind: "row"; row: Address & { preferences: Partial<Preferences> } }
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
    ...(cell("lateRisers") === "" ? {} : { wantsLateRisers: !/^(false|0|no)$/i.test(cell("lateRisers")) }),
  });
  if (checked.kind === "refused") return { kind: "refused", reason: checked.reasons.join("; ") };
  return { kind: "row", row: { ...parsed.address, preferences: checked.preferences } };
}

type NotReading = { reason: string; because: Leaver["reason"] | null };

function whyNotReading(cell: (name: keyof Columns) => string): NotReading | null {
  const status = cell("status").toLowerCase();
  if (cell("cleanedAt") !== "")
    return { reason: "the file says that mail to them came back", because: "bounce" };
  if (!readingStates.has(status)) {
    const because = leavingStates.find(([pattern]) => pattern.test(status))?.[1] ?? null;
    return { reason: `the file says that its status is ${status.slice(0, 40)}`, because };
  }
  if (cell("leftAt") !== "") return { reason: "the file says that they unsubscribed", because: "left" };
  if (/^(true|1|yes)$/i.test(cell("isDisabled")))
    return { reason: "the file says that mail to them is switched off", because: "left" };
  return null;
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
