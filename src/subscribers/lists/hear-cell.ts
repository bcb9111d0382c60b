import { suppressionReasons } from "../../db/schema.ts";
import type { Leaver } from "../leavers-store.ts";
import { leavingMeanings, type Meaning } from "./find-meaning.ts";
import { kindWords, noAnswerWords, noWords, stateWords, yesWords } from "./meanings.ts";
import { plainForm } from "./plain-form.ts";

export type LeavingReason = Leaver["reason"];

/** What one cell says of whether its reader wants mail. */
export type Verdict =
  | { kind: "nothing" }
  | { kind: "yes" }
  /** They said no, or mail does not reach them. */
  | { kind: "left"; reason: LeavingReason }
  /** Neither yes nor no. */
  | { kind: "unsure" };

const nothing: Verdict = { kind: "nothing" };
const yes: Verdict = { kind: "yes" };
const unsure: Verdict = { kind: "unsure" };

const setOf = (list: readonly string[]) => new Set(list.map(plainForm));
const yesSet = setOf(yesWords);
const noSet = setOf(noWords);
const stateYes = setOf(stateWords.yes);
const stateUnsure = setOf(stateWords.unsure);
const kindYes = setOf(kindWords);
/** In the order of their weight. */
const leavingSets: [LeavingReason, Set<string>][] = [
  ["complaint", setOf(stateWords.complaint)],
  ["bounce", setOf(stateWords.bounce)],
  ["operator", setOf(stateWords.operator)],
  ["left", setOf(stateWords.left)],
];

/** Our own export's words for why an address is suppressed. */
const ownReasons = new Map<string, LeavingReason>(
  suppressionReasons.map((one) => [one, one === "erased" ? "left" : one]),
);

const reasonOf: Partial<Record<Meaning, LeavingReason>> = {
  suppressed: "operator",
  bounced: "bounce",
  complained: "complaint",
};

/** Hears one cell of a column of the given meaning; a cell may hold several words, as `['HARD_BOUNCE']` does. */
export function hearCell(meaning: Meaning, cell: string): Verdict {
  if (leavingMeanings.has(meaning)) return hearLeaving(meaning, cell);
  if (meaning === "state" || meaning === "kind") return hearState(meaning, cell);
  if (meaning === "consent" || meaning === "wanted") return hearConsent(meaning, cell);
  if (meaning === "bounces") return saysNothing(cell) ? nothing : (leavingWord(cell) ?? unsure);
  return nothing;
}

/** Whether it is a word for nothing: empty, a zero, a zero date, `NULL`, `\N`, `-`, `N/A`, `no`, `never`. */
export function saysNothing(cell: string): boolean {
  const plain = plainForm(cell);
  // A date of before there was mail to leave is some program's zero.
  return plain === "" || noSet.has(plain) || /^0+t?0*z?$/.test(plain) || isZeroDate(cell.trim());
}

function isZeroDate(cell: string): boolean {
  const year =
    /^["']?(\d{4})-\d{1,2}-\d{1,2}/.exec(cell)?.[1] ??
    /^["']?\d{1,2}[./-]\d{1,2}[./-](\d{4})/.exec(cell)?.[1];
  return year !== undefined && Number(year) <= 1970;
}

/** The leave that a word, or one of several, plainly means; null for any other. */
export function leavingWord(cell: string): Verdict | null {
  if (cell.length > 200) return null;
  const words = [plainForm(cell), ...wordsOf(cell)];
  const found = leavingSets.find(([, set]) => words.some((word) => set.has(word)));
  return found ? { kind: "left", reason: found[0] } : null;
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

/** A day, with or without an hour: ISO, compact, American, European, Excel's serial number or an epoch. */
export function isDate(cell: string): boolean {
  const text = cell.trim();
  return (
    /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?$/.test(text) ||
    /^\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}([T ,].*)?$/.test(text) ||
    /^(19|20)\d{6}(T?\d{4,6}Z?)?$/.test(text) ||
    /^[34]\d{4}([.,]\d+)?$/.test(text) ||
    /^1\d{9}(\d{3})?$/.test(text) ||
    /^(\p{L}{3,9}\.?,? )?(\p{L}{3,12}\.? \d{1,2},?|\d{1,2}\.? \p{L}{3,12}\.?) \d{4}\b/u.test(text) ||
    /^\d{4}年\d{1,2}月\d{1,2}日/.test(text)
  );
}

function hearLeaving(meaning: Meaning, cell: string): Verdict {
  const words = wordsOf(cell);
  if (words.length === 0 || saysNothing(cell) || words.every((word) => saysNothing(word))) return nothing;
  if (meaning === "suppressed") {
    const own = ownReasons.get(plainForm(cell));
    if (own !== undefined) return { kind: "left", reason: own };
  }
  // `Contactable` in a column of who opted out is no leave.
  if (words.every((word) => stateYes.has(word) && !yesSet.has(word))) return nothing;
  return leavingWord(cell) ?? { kind: "left", reason: reasonOf[meaning] ?? "left" };
}

function hearState(meaning: Meaning, cell: string): Verdict {
  const left = leavingWord(cell);
  if (left !== null) return left;
  const words = wordsOf(cell);
  const isYes = (word: string) => stateYes.has(word) || (meaning === "kind" && kindYes.has(word));
  return isYes(plainForm(cell)) || (words.length > 0 && words.every(isYes)) ? yes : unsure;
}

function hearConsent(meaning: Meaning, cell: string): Verdict {
  if (meaning === "wanted" && plainForm(cell) !== "" && isPlainNo(cell))
    return { kind: "left", reason: "left" };
  if (saysNothing(cell)) return unsure;
  const left = leavingWord(cell);
  if (left !== null) return left;
  const plain = plainForm(cell);
  if (yesSet.has(plain) || stateYes.has(plain) || isDate(cell)) return yes;
  const words = wordsOf(cell);
  return words.length > 0 && words.every((word) => yesSet.has(word) || stateYes.has(word)) ? yes : unsure;
}

/** `NULL` and `N/A` in a switch are no answer. */
const unanswered = setOf(noAnswerWords);

function isPlainNo(cell: string): boolean {
  const plain = plainForm(cell);
  return noSet.has(plain) && !unanswered.has(plain) && cell.trim() !== "\\N";
}

/** The words of a cell that lists several, or says more of one, as `Unsubscribed (by admin)` does; in plain form. */
function wordsOf(cell: string): string[] {
  return cell
    .split(/[|;,[\]{}():/]|\s[-–—]\s/)
    .map(plainForm)
    .filter((word) => word !== "");
}
