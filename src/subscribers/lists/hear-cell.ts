import { suppressionReasons } from "../tables.ts";
import { leavingMeanings, type Meaning } from "./find-meaning.ts";
import type { Leaver } from "./leavers-store.ts";
import {
  dontKnowWords,
  kindWords,
  noAnswerWords,
  notWords,
  noWords,
  softBounceWords,
  stateWords,
  wayWords,
  yesWords,
} from "./meanings.ts";
import { plainForm, plainWords } from "./plain-form.ts";

export type LeaverReason = Leaver["reason"];

/** What one cell says of whether its reader wants mail. */
export type CellVerdict =
  | { kind: "nothing" }
  | { kind: "yes" }
  /** They said no, or mail does not reach them. */
  | { kind: "left"; reason: LeaverReason }
  /** Neither yes nor no. */
  | { kind: "unsure" };

const nothing: CellVerdict = { kind: "nothing" };
const yes: CellVerdict = { kind: "yes" };
const unsure: CellVerdict = { kind: "unsure" };

const setOf = (list: readonly string[]) => new Set(list.map(plainForm));
const yesSet = setOf(yesWords);
const noSet = setOf(noWords);
/** `NULL` and `N/A` in a switch are no answer. */
const unanswered = setOf(noAnswerWords);
const stateYes = setOf(stateWords.yes);
const stateUnsure = setOf(stateWords.unsure);
const kindYes = setOf(kindWords);
const softSet = setOf(softBounceWords);
const notSet = setOf(notWords);
const dontKnow = setOf(dontKnowWords);
const mailWays = setOf(wayWords.mail);
const otherWays = setOf(wayWords.other);
/** In the order of their weight. */
const leavingSets: [LeaverReason, Set<string>][] = [
  ["complaint", setOf(stateWords.complaint)],
  ["bounce", setOf(stateWords.bounce)],
  ["operator", setOf(stateWords.operator)],
  ["left", setOf(stateWords.left)],
];

/** Our own export's words for why an address is suppressed. */
const ownReasons = new Map<string, LeaverReason>(
  suppressionReasons.map((one) => [one, one === "erased" ? "left" : one]),
);

const reasonOf: Partial<Record<Meaning, LeaverReason>> = {
  suppressed: "operator",
  bounced: "bounce",
  complained: "complaint",
};

/** Hears one cell of a column of the given meaning; a cell may hold several words, as `['HARD_BOUNCE']` does. */
export function hearCell(meaning: Meaning, cell: string): CellVerdict {
  if (leavingMeanings.has(meaning)) return hearLeaving(meaning, cell);
  if (meaning === "state" || meaning === "kind") return hearState(meaning, cell);
  if (meaning === "consent" || meaning === "wanted") return hearConsent(meaning, cell);
  if (meaning === "bounces" || meaning === "pending")
    return saysNothing(cell) ? nothing : (leavingWord(cell) ?? unsure);
  return nothing;
}

/** Whether it is a word for nothing: empty, a zero, a zero date, `NULL`, `\N`, `-`, `N/A`, `no`, `never`. */
export function saysNothing(cell: string): boolean {
  const plain = plainForm(asciiDigits(cell));
  return plain === "" || noSet.has(plain) || /^0+([te]?0*z?)$/.test(plain) || isZeroDate(cell.trim());
}

/** A date of before there was mail to leave, or of the end of time, is some program's zero. */
function isZeroDate(cell: string): boolean {
  if (cell.length > longestDate) return false;
  if (/^-\d{7,}([.,]\d+)?$/.test(cell)) return true;
  if (!isDate(cell)) return false;
  const year = /(?<!\d)\d{4}(?!\d)/.exec(cell)?.[0];
  return year !== undefined && (Number(year) <= 1970 || Number(year) >= 9000);
}

/** The leave that a word, or one of several, or a short saying plainly means; null for any other. */
export function leavingWord(cell: string): CellVerdict | null {
  if (cell.length > longestSaying) return null;
  const words = [plainForm(cell), ...wordsOf(cell)];
  if (words.some((word) => softSet.has(word))) return null;
  const found = leavingAmong(words) ?? leavingWithin(plainWords(withoutFalse(cell)));
  return found && { kind: "left", reason: found };
}

/** `Unsubscribed on 2 May by link`, `Email blocked`; not `never bounced`. */
function leavingWithin(words: string[]): LeaverReason | null {
  if (words.some((word) => notSet.has(word))) return null;
  const isShort = words.length <= shortSaying;
  return leavingAmong((isShort ? phrasesOf(words) : beginningsOf(words)).filter(isUnmistakable));
}

const shortSaying = 4;

function phrasesOf(words: string[]): string[] {
  return words.flatMap((_, at) => beginningsOf(words.slice(at)));
}

/** Whether a text speaks of leaving anywhere: enough to ask, not enough to decide. */
export function speaksOfLeaving(text: string): boolean {
  if (text.length > longestSaying) return false;
  if (leavingWord(text) !== null) return true;
  const words = plainWords(text);
  return (
    leavingAmong(phrasesOf(words).filter(isUnmistakable)) !== null ||
    (unspaced.test(text) && unspacedLeaving.some((word) => text.includes(word)))
  );
}

/** Scripts that put no spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const unspacedLeaving = leavingSets.flatMap(([, set]) =>
  [...set].filter((word) => word.length > 1 && unspaced.test(word)),
);

const longestSaying = 200;
const longestBeginning = 3;

/** What the first word, the first two, the first three are together. */
function beginningsOf(words: string[]): string[] {
  return words.slice(0, longestBeginning).map((_, last) => words.slice(0, last + 1).join(""));
}

/** `left`, `out`, `spam` and `hard` begin much that has nothing to do with leaving. */
function isUnmistakable(word: string): boolean {
  return word.length >= 7 || /[^\p{Script=Latin}]{2}/u.test(word);
}

function leavingAmong(words: string[]): LeaverReason | null {
  return leavingSets.find(([, set]) => words.some((word) => set.has(word)))?.[0] ?? null;
}

/** `not unsubscribed`, `nicht abgemeldet`. */
function deniesLeaving(cell: string): boolean {
  const [first = "", ...rest] = plainWords(cell);
  return (
    notSet.has(first) && leavingAmong([rest.join("")]) !== null && leavingAmong([plainForm(cell)]) === null
  );
}

/** Whether a word is one of those that stand in columns of state, whatever it says. */
export function isStateWord(cell: string): boolean {
  const plain = plainForm(cell);
  return (
    stateYes.has(plain) ||
    stateUnsure.has(plain) ||
    kindYes.has(plain) ||
    leavingSets.some(([, set]) => set.has(plain))
  );
}

/** Whether it is a plain yes or no, as a switch says it. */
export function isFlag(cell: string): boolean {
  const plain = plainForm(cell);
  return yesSet.has(plain) || noSet.has(plain);
}

/** Whether nobody filled a cell in: it is empty, or a program's word for that. */
export function isNoAnswer(cell: string): boolean {
  const plain = plainForm(cell);
  return plain === "" || unanswered.has(plain) || cell.trim() === "\\N";
}

/** A day, with or without an hour: ISO, compact, American, European, Excel's serial number or an epoch. */
export function isDate(cell: string): boolean {
  const text = asciiDigits(cell.trim());
  if (text.length > longestDate) return false;
  return (
    /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?$/.test(text) ||
    /^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}([T ,].*)?$/.test(text) ||
    /^(19|20)\d{6}(T?\d{4,6}Z?)?$/.test(text) ||
    /^[34]\d{4}([.,]\d+)?$/.test(text) ||
    /^1\d{9}(\d{3}|\d{6})?([.,]\d+)?$/.test(text) ||
    /^1[.,]\d{2,}e\+?(9|0?12)$/i.test(text) ||
    /^(19|20)\d{2}[-/.](0?[1-9]|1[0-2])$/.test(text) ||
    /^(19|20)\d{2}-w\d{2}(-\d)?$/i.test(text) ||
    /^\d{1,2}-\p{L}{3,4}\.?-\d{2,4}\b/u.test(text) ||
    /^\d{1,2}\.? (de )?\p{L}{3,12}\.? (de |del )?\d{4}\b/u.test(text) ||
    /^(明治|大正|昭和|平成|令和|[MTSHR])\s?(\d{1,2}|元)[年./-]\s?\d{1,2}[月./-]\s?\d{1,2}/u.test(text) ||
    /^\d{4}[년年]\s?\d{1,2}[월月](\s?\d{1,2}[일日])?/.test(text) ||
    /^(\p{L}{3,9}\.?,? )?(\p{L}{3,12}\.? \d{1,2},?|\d{1,2}\.? \p{L}{3,12}\.?) \d{4}\b/u.test(text)
  );
}

const longestDate = 80;

/** Whether a text may be a date in some spelling: a year or a month among numbers, or how long ago it was. */
export function looksLikeDate(cell: string): boolean {
  if (cell.length > longestDate || !/\p{Nd}/u.test(cell)) return false;
  if (isDate(cell)) return true;
  const text = asciiDigits(cell);
  return /(?<!\d)\d{4}(?!\d)/.test(text) && /(?<!\d)\d{1,2}(?!\d)/.test(text) && !/\p{L}{10}/u.test(text);
}

/** Arabic, Persian, Devanagari and wide. */
const otherZeros = [0x660, 0x6f0, 0x966, 0xff10];

function asciiDigits(text: string): string {
  return text.replaceAll(/[^\P{Nd}0-9]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = otherZeros.find((one) => code >= one && code < one + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}

function hearLeaving(meaning: Meaning, cell: string): CellVerdict {
  const words = wordsOf(cell);
  if (words.length === 0 || saysNothing(cell) || words.every((word) => saysNothing(word))) return nothing;
  if (deniesLeaving(cell)) return nothing;
  if (dontKnow.has(plainForm(cell))) return unsure;
  if (meaning === "bounced" && [plainForm(cell), ...words].some((word) => softSet.has(word))) return unsure;
  if (meaning === "suppressed") {
    const own = ownReasons.get(plainForm(cell));
    if (own !== undefined) return { kind: "left", reason: own };
  }
  // `Contactable` in a column of who opted out is no leave.
  if (words.every((word) => stateYes.has(word) && !yesSet.has(word))) return nothing;
  return leavingWord(cell) ?? { kind: "left", reason: reasonOf[meaning] ?? "left" };
}

function hearState(meaning: Meaning, cell: string): CellVerdict {
  const left = leavingWord(cell);
  if (left !== null) return left;
  const words = wordsOf(cell);
  const isYes = (word: string) => stateYes.has(word) || (meaning === "kind" && kindYes.has(word));
  return isYes(plainForm(cell)) || (words.length > 0 && words.every(isYes)) ? yes : unsure;
}

function hearConsent(meaning: Meaning, cell: string): CellVerdict {
  if (meaning === "wanted" && plainForm(cell) !== "" && isPlainNo(cell))
    return { kind: "left", reason: "left" };
  if (saysNothing(cell)) return unsure;
  const left = leavingWord(cell);
  if (left !== null) return left;
  const plain = plainForm(cell);
  const isYes = (word: string) => yesSet.has(word) || stateYes.has(word) || mailWays.has(word);
  if (isYes(plain) || isDate(cell)) return yes;
  const words = wordsOf(cell).filter((word) => !otherWays.has(word));
  return words.length > 0 && words.every(isYes) ? yes : unsure;
}

function isPlainNo(cell: string): boolean {
  return noSet.has(plainForm(cell)) && !isNoAnswer(cell);
}

/**
 * The words of a cell that lists several, or says more of one, as `Unsubscribed (by admin)` does; in plain form.
 * What it calls false, as `{"unsubscribed": false}` does, is left out.
 */
function wordsOf(cell: string): string[] {
  return withoutFalse(cell)
    .split(/[|;,[\]{}():/]|\s[-–—]\s/)
    .map(plainForm)
    .filter((word) => word !== "");
}

function withoutFalse(cell: string): string {
  return cell.replaceAll(/[^,;|{}[\]:]+:\s*["']?(false|no|none|null|0|off)["']?\s*(?=[,;|}\]]|$)/gi, "");
}
