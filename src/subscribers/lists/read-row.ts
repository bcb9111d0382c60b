import { isLanguage } from "../../../words/words.ts";
import { type Address, parseAddress } from "../../addresses/address.ts";
import { isDay } from "../../calendar/periods.ts";
import { type Preferences, parsePreferences } from "../preferences.ts";
import type { ColumnUse } from "./decide-columns.ts";
import { leavingMeanings, type Meaning } from "./find-meaning.ts";
import { type CellVerdict, hearCell, type LeaverReason, saysNothing } from "./hear-cell.ts";
import type { ImportRow } from "./import-store.ts";
import type { Leaver } from "./leavers-store.ts";
import { choiceMeanings } from "./meanings.ts";
import { plainForm } from "./plain-form.ts";
import { undressAddress } from "./undress-address.ts";

export type RowResult =
  | { kind: "row"; row: ImportRow }
  /** With the word for which it is refused, when an operator may say what it means. */
  | { kind: "refused"; reason: string; word?: OpenWord }
  /** Somebody who said no, or to whom mail does not come. */
  | { kind: "left"; reason: string; leaver: Leaver };

/** A word in one column that is neither yes nor no. */
export type OpenWord = { title: string; word: string };

/** Reads the records of one list as subscribers; the reason of a refusal names no address. */
export function rowReader(columns: ColumnUse[]): (cells: string[]) => RowResult {
  const places = new Map(columns.map(({ meaning, place }) => [meaning, place]));
  const heard = columns.filter(({ meaning }) => saying.has(meaning)).map(hearer);
  const at = (cells: string[], meaning: Meaning) => {
    const place = places.get(meaning);
    // Spreadsheet-safe exports put an apostrophe before what could be a formula.
    return place === undefined ? "" : (cells[place] ?? "").trim().replace(/^'(?=[=+\-@])/, "");
  };
  const choicesOf = choiceReader(choiceMeanings.filter((meaning) => places.has(meaning)));
  return (cells) =>
    readRow((meaning) => at(cells, meaning), hearRow(heard, cells, at(cells, "paused-until")), choicesOf);
}

const saying = new Set<Meaning>([
  ...leavingMeanings,
  "state",
  "kind",
  "consent",
  "wanted",
  "bounces",
  "pending",
]);

type Cell = (meaning: Meaning) => string;

function readRow(cell: Cell, said: Said | null, choicesOf: ChoiceReader): RowResult {
  const parsed = parseAddress(undressAddress(cell("address")));
  if (parsed.kind === "refused")
    return { kind: "refused", reason: `the address is not usable: ${parsed.reason}` };
  if (said?.because) return leaves(parsed.address, said.reason, said.because);
  if (said) return { kind: "refused", reason: said.reason, ...(said.word ? { word: said.word } : {}) };
  const checked = choicesOf(cell);
  if (checked.kind === "refused") return checked;
  const end = cell("paused-until");
  // An operator may have said yes of those who are paused until nobody knows when.
  const pausedUntil = cell("state").toLowerCase() === "paused" && isDay(end) ? end : null;
  return { kind: "row", row: { ...parsed.address, preferences: checked.preferences, pausedUntil } };
}

type Choices = { kind: "choices"; preferences: Partial<Preferences> } | { kind: "refused"; reason: string };
type ChoiceReader = (cell: Cell) => Choices;

const keptChoices = 2000;
const longestKept = 500;

/**
 * Reads what a record says of choices. Readers of one list share most of them: each way to choose is checked once,
 * and gives the same object.
 */
function choiceReader(titled: Meaning[]): ChoiceReader {
  const known = new Map<string, Choices>();
  return (cell) => {
    const key = JSON.stringify(titled.map(cell));
    const before = known.get(key);
    if (before) return before;
    if (key.length > longestKept || known.size >= keptChoices) return readChoices(cell);
    // A part of a string holds the whole in memory, which is a block of the list.
    const choices = structuredClone(readChoices(cell));
    known.set(key, choices);
    return choices;
  };
}

function readChoices(cell: Cell): Choices {
  const given = {
    timezone: cell("timezone"),
    hour: wholeNumber(cell("hour")),
    cadence: cell("cadence").toLowerCase(),
    maxPapers: wholeNumber(cell("max")),
    detail: cell("detail").toLowerCase(),
    topics: cell("topics")
      .split(/[\s,;|]+/)
      .filter((topic) => topic !== ""),
    keywords: textIn(cell("keywords")),
    authors: textIn(cell("authors")),
    mutedKeywords: textIn(cell("muted-keywords")),
    mutedAuthors: textIn(cell("muted-authors")),
    organizations: textIn(cell("organizations")),
    mutedOrganizations: textIn(cell("muted-organizations")),
    minMatches: wholeNumber(cell("min-matches")),
    fillUp: cell("fill-up").toLowerCase(),
    language: languageOf(cell("language")),
  };
  if (
    Object.values(given)
      .flat()
      .some((text) => text.includes("\ufffd"))
  )
    return { kind: "refused", reason: "it holds a letter that was lost when the file was written" };
  const isGiven = (value: string | string[]) => value.length > 0;
  const lateRisers = cell("late-risers");
  const repeats = cell("papers-again");
  const atOnce = cell("at-once");
  const checked = parsePreferences({
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => isGiven(value))),
    ...(lateRisers === "" ? {} : { wantsLateRisers: !saysNothing(lateRisers) }),
    ...(repeats === "" ? {} : { wantsRepeats: !saysNothing(repeats) }),
    ...(atOnce === "" ? {} : { wantsAtOnce: !saysNothing(atOnce) }),
  });
  if (checked.kind === "refused") return { kind: "refused", reason: checked.reasons.join("; ") };
  return { kind: "choices", preferences: checked.preferences };
}

/** `en-US` is `en`; nothing for a language that mails are not written in. */
function languageOf(text: string): string {
  const [language = ""] = text.toLowerCase().split(/[-_]/);
  return isLanguage(language) ? language : "";
}

type Said = { reason: string; because: LeaverReason | null; word?: OpenWord };
type Hearer = (cells: string[], pausedUntil: string) => Said | null;

/** What says no before what says nothing: a row may hold both. Of several leaves the weightiest counts. */
function hearRow(heard: Hearer[], cells: string[], pausedUntil: string): Said | null {
  let said: Said | null = null;
  for (const hear of heard) {
    const next = hear(cells, pausedUntil);
    if (next !== null && (said === null || weight(next) > weight(said))) said = next;
  }
  return said;
}

function weight({ because }: Said): number {
  return because === null ? 0 : ["left", "operator", "bounce", "complaint"].indexOf(because) + 1;
}

const keptWords = 5000;

/** Hears one column; a word is judged once, however many lines hold it. */
function hearer({ place, title, meaning, words }: ColumnUse): Hearer {
  const known = new Map<string, Said | null>();
  return (cells, pausedUntil) => {
    const cell = (cells[place] ?? "").trim();
    if (meaning === "state" && cell.toLowerCase() === "paused" && isDay(pausedUntil)) return null;
    const before = known.get(cell);
    if (before !== undefined) return before;
    const said = saidBy(title, cell, judge(hearCell(meaning, cell), words.get(plainForm(cell))));
    if (known.size < keptWords) known.set(cell, said);
    return said;
  };
}

/** An operator's answer to a word counts where the word itself says neither yes nor no. */
function judge(verdict: CellVerdict, answer: "yes" | "left" | "no" | undefined): CellVerdict {
  if (verdict.kind === "left" || answer === undefined) return verdict;
  if (answer === "left") return { kind: "left", reason: "left" };
  return { kind: answer === "yes" ? "yes" : "unsure" };
}

function saidBy(title: string, cell: string, verdict: CellVerdict): Said | null {
  if (verdict.kind === "yes" || verdict.kind === "nothing") return null;
  const word = cell === "" ? "is empty" : `says ${wordOf(cell)}`;
  return {
    reason: `its column "${plainText(title, 60)}" ${word}`,
    because: verdict.kind === "left" ? verdict.reason : null,
    ...(isAnswerable(cell) ? { word: { title, word: cell } } : {}),
  };
}

const longestAnswerable = 60;

function isAnswerable(cell: string): boolean {
  return cell.length <= longestAnswerable && !cell.includes("@");
}

function wordOf(cell: string): string {
  return cell.includes("@") ? "an address" : `"${plainText(cell, 40)}"`;
}

/** Fit to be kept and shown: no control characters, no half letters. */
function plainText(text: string, most: number): string {
  return text.slice(0, most).replaceAll(/[\p{C}\ufffd]+/gu, "?");
}

/** Of who left only the hash is kept: the address is nothing that we need. */
function leaves({ addressHash, email }: Address, reason: string, because: LeaverReason): RowResult {
  const leaver = {
    addressHash,
    email: because === "left" ? null : email,
    reason: because,
    explanation: `imported: ${reason}`,
  };
  return { kind: "left", reason, leaver };
}

/** A spreadsheet writes 7 as 7.0. */
function wholeNumber(cell: string): string {
  return /^\d{1,3}[.,]0+$/.test(cell) ? (cell.split(/[.,]/, 1)[0] ?? cell) : cell;
}

/** Keywords and names are parted where they are checked. */
function textIn(cell: string): string[] {
  return cell === "" ? [] : [cell];
}
