import { type Address, parseAddress } from "../address.ts";
import { type Preferences, parsePreferences } from "../preferences.ts";
import type { Columns } from "./columns.ts";

export type RowResult =
  | { kind: "row"; row: Address & { preferences: Partial<Preferences> } }
  | { kind: "refused"; reason: string };

const readingStates = new Set(["", "enabled", "active", "subscribed", "confirmed"]);

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
  if (left !== null) return { kind: "refused", reason: left };
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

function whyNotReading(cell: (name: keyof Columns) => string): string | null {
  const status = cell("status").toLowerCase();
  if (!readingStates.has(status)) return `the file says that its status is ${status.slice(0, 40)}`;
  if (cell("leftAt") !== "") return "the file says that they unsubscribed";
  if (cell("cleanedAt") !== "") return "the file says that mail to them came back";
  if (/^(true|1|yes)$/i.test(cell("isDisabled"))) return "the file says that mail to them is switched off";
  return null;
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
