import { AppError, InvalidInputError } from "../../errors.ts";
import { type Meaning, meaningOfTitle, titleSpeaks } from "./find-meaning.ts";
import { hearCell, isFlag, isNoAnswer, isStateWord, saysNothing } from "./hear-cell.ts";
import { countWords, meanings } from "./meanings.ts";
import { plainForm, plainWords } from "./plain-form.ts";
import type { ColumnSurvey, ListSurvey } from "./survey-columns.ts";

/** An operator's answers to what a list leaves open. */
export type ListAnswers = {
  /** What the columns of these titles mean; `other` is not read. */
  columns: { title: string; meaning: Meaning }[];
  /** What a word means in one column, written `TITLE:WORD`; without a word it is an empty cell. */
  values: { titleAndWord: string; says: WordAnswer }[];
};

export type WordAnswer = "yes" | "left" | "no";

export const noAnswers: ListAnswers = { columns: [], values: [] };

export type ColumnUse = {
  place: number;
  title: string;
  meaning: Meaning;
  /** How its meaning was found: known by its title, by what stands in it, or by an operator's answer. */
  by: "title" | "values" | "answer";
  /** Answers to words, by their plain form. */
  words: Map<string, WordAnswer>;
};

/** A column that may say who wants no mail, with what stands in it. */
export type ColumnQuestion = {
  title: string;
  why: "title" | "values" | "few-values";
  values: { text: string; count: number }[];
  hasMoreValues: boolean;
  /** Lines in which it is empty. */
  empty: number;
};

/** A list holds columns of which nobody can tell what they say; nothing was imported. */
export class OpenQuestionsError extends AppError {
  readonly code = "open_questions";
  override readonly httpStatus = 422;

  constructor(
    readonly questions: ColumnQuestion[],
    readonly columns: ColumnUse[],
  ) {
    super(wordQuestions(questions));
  }
}

/** Meanings among which an operator may choose for a column, in the order in which they are offered. */
export const answerMeanings: Meaning[] = [
  "opted-out",
  "left-at",
  "state",
  "consent",
  "wanted",
  "suppressed",
  "bounced",
  "bounces",
  "complained",
  "deleted-at",
  "pending",
  "address",
  "name",
  "tags",
];

/**
 * Decides what each column of a list is taken for.
 *
 * @throws {OpenQuestionsError} naming all columns that may say who wants no mail and are not known, {InvalidInputError}
 * when no column holds addresses, when an answer names no column of the list, or would silence one that says who left.
 */
export function decideColumns(survey: ListSurvey, answers: ListAnswers): ColumnUse[] {
  assertAnswersFit(survey, answers);
  const address = findAddress(survey, answers);
  const hasState = survey.columns.some(
    ({ title, filled }, place) => place !== address && filled > 0 && isPlainState(title),
  );
  const uses: ColumnUse[] = [];
  const questions: ColumnQuestion[] = [];
  for (const [place, column] of survey.columns.entries()) {
    const found =
      place === address
        ? ({ meaning: "address", by: byOf(column, answers) } as const)
        : takenFor(column, answers, hasState, survey);
    if ("why" in found) questions.push(askOf(column, found.why, survey.lines));
    else if (found.meaning !== "other" || place < toldColumns)
      uses.push({ place, title: column.title, ...found, words: wordsFor(column.title, answers) });
  }
  if (questions.length > 0) throw new OpenQuestionsError(questions, uses);
  return uses;
}

/** Columns that are not read are told of, but not a million of them. */
const toldColumns = 1000;

type Found = { meaning: Meaning; by: ColumnUse["by"] } | { why: ColumnQuestion["why"] };

function takenFor(column: ColumnSurvey, answers: ListAnswers, hasState: boolean, survey: ListSurvey): Found {
  const answer = answerTo(column.title, answers);
  if (answer !== null) return { meaning: answer === "address" ? "other" : answer, by: "answer" };
  const known = meaningOfTitle(column.title);
  if (known === null) return takenUnknown(column, survey);
  if (known.isDoubtful && known.meaning === "other")
    return isHarmless(column) ? { meaning: "other", by: "values" } : takenUnknown(column, survey);
  if (known.isDoubtful) {
    if (wordsOf(column).some((word) => isStateWord(word))) return { meaning: known.meaning, by: "values" };
    return hasState || wordsOf(column).every((word) => /^[A-Z]{2,3}$/.test(word))
      ? { meaning: "other", by: "values" }
      : takenUnknown(column, survey);
  }
  if (known.meaning === "address") return { meaning: "other", by: "title" };
  if (known.meaning === "tags" && column.leave !== null) return { why: "values" };
  if (known.meaning === "tags" && holdsFlags(column) && wordsOf(column).some((word) => word.length > 1))
    return { why: "few-values" };
  // JSON: what is an object elsewhere is null on some lines, and what it holds has columns of its own.
  if (column.filled === 0 && survey.columns.some(({ title }) => title.startsWith(`${column.title}.`)))
    return { meaning: "other", by: "values" };
  // A column of states that is empty from top to bottom was not filled in by anybody.
  if (known.meaning === "state" && column.filled === 0) return { meaning: "other", by: "values" };
  return { meaning: known.meaning, by: "title" };
}

/** Whether no value of a column whose title says nothing of mail contradicts it. */
function isHarmless(column: ColumnSurvey): boolean {
  return (
    column.leave === null &&
    wordsOf(column).every((word) => isNoAnswer(word) || !(isFlag(word) || isStateWord(word)))
  );
}

/** Yes or no and nothing else. */
function holdsFlags(column: ColumnSurvey): boolean {
  const words = wordsOf(column).filter((word) => !isNoAnswer(word));
  return words.length > 0 && !column.hasManyValues && words.every(isFlag);
}

/** An unknown title: harmless only when nothing in it can be a state. */
function takenUnknown(column: ColumnSurvey, { lines }: ListSurvey): Found {
  if (wordsOf(column).every(isNoAnswer)) return { meaning: "other", by: "values" };
  if (column.leave !== null) return { why: "values" };
  const isKeys = column.keys + column.addresses === column.filled;
  if (isKeys && (column.hasManyValues || !titleSpeaks(column.title) || column.keys === lines))
    return { meaning: "other", by: "values" };
  if (titleSpeaks(column.title)) return { why: "title" };
  if (wordsOf(column).some((word) => !isFlag(word) && isStateWord(word))) return { why: "values" };
  if (holdsCounts(column) || holdsKeys(column)) return { meaning: "other", by: "values" };
  return hasFewValues(column, lines) ? { why: "few-values" } : { meaning: "other", by: "values" };
}

const counting = new Set<string>(countWords.map(plainForm));

function holdsCounts(column: ColumnSurvey): boolean {
  return (
    plainWords(column.title).some((word) => counting.has(word)) &&
    !holdsFlags(column) &&
    wordsOf(column).every(
      (word) => isNoAnswer(word) || /^[\p{Sc}\s]*-?\d+([.,]\d+)*\s*[%\p{Sc}]?$/u.test(word),
    )
  );
}

/** A title that ends or begins with `id`, over numbers of which no two are the same. */
function holdsKeys(column: ColumnSurvey): boolean {
  const words = plainWords(column.title);
  return (
    (words.at(-1) === "id" || words[0] === "id") &&
    [...column.values.values()].every(({ text, count }) => count === 1 && /^\d+$/.test(text))
  );
}

const fewWords = 5;

/** Flags, dates on some lines only, or five different words and fewer. */
function hasFewValues(column: ColumnSurvey, lines: number): boolean {
  const { values, hasManyValues, dates, filled } = column;
  const words = wordsOf(column).filter((word) => !saysNothing(word));
  const isDated = dates > 0 && dates >= filled - emptyWords(column);
  if (isDated && dates < lines) return true;
  return (
    !hasManyValues && (words.length <= fewWords || [...values.values()].every(({ text }) => isFlag(text)))
  );
}

function emptyWords({ values }: ColumnSurvey): number {
  let count = 0;
  for (const value of values.values()) if (saysNothing(value.text)) count += value.count;
  return count;
}

function wordsOf({ values }: ColumnSurvey): string[] {
  return [...values.values()].map(({ text }) => text);
}

function isPlainState(title: string): boolean {
  const known = meaningOfTitle(title);
  return known !== null && !known.isDoubtful && (known.meaning === "state" || known.meaning === "kind");
}

function askOf(column: ColumnSurvey, why: ColumnQuestion["why"], lines: number): ColumnQuestion {
  const values = [...column.values.values()].sort((a, b) => b.count - a.count);
  // A value in which a leave was heard is what the question is about.
  const leave = values.findIndex(({ text }) => text === column.leave);
  if (leave > 0) values.unshift(...values.splice(leave, 1));
  return {
    title: column.title,
    why,
    values: values.slice(0, 6).map(({ text, count }) => ({ text: hideAddress(text), count })),
    hasMoreValues: column.hasManyValues || values.length > 6,
    empty: lines - column.filled,
  };
}

function hideAddress(text: string): string {
  return text.includes("@") ? "an address" : text;
}

function findAddress(survey: ListSurvey, answers: ListAnswers): number {
  const answered = survey.columns.findIndex(({ title }) => answerTo(title, answers) === "address");
  if (answered >= 0) return answered;
  const titled = survey.columns
    .map((column, place) => ({ column, place, rank: rankOfTitle(column.title) }))
    .filter(({ column, rank }) => rank >= 0 && answerTo(column.title, answers) === null)
    .sort((a, b) => b.column.addresses - a.column.addresses || a.rank - b.rank);
  const [best] = titled;
  if (best) return best.place;
  const [first, second] = survey.columns
    .map((column, place) => ({ place, addresses: column.addresses, filled: column.filled }))
    .filter(({ addresses, filled }) => addresses > 0 && addresses * 2 >= filled)
    .sort((a, b) => b.addresses - a.addresses);
  if (first && first.addresses !== second?.addresses) return first.place;
  throw new InvalidInputError(
    'The file has no column named email: say which it is with --column "TITLE=email".',
  );
}

const addressTitles = meanings.address.titles.map(plainForm);

function rankOfTitle(title: string): number {
  return addressTitles.indexOf(plainForm(title));
}

function byOf({ title }: ColumnSurvey, answers: ListAnswers): ColumnUse["by"] {
  if (answerTo(title, answers) !== null) return "answer";
  return rankOfTitle(title) >= 0 ? "title" : "values";
}

function answerTo(title: string, { columns }: ListAnswers): Meaning | null {
  return columns.find((one) => sameTitle(one.title, title))?.meaning ?? null;
}

function wordsFor(title: string, { values }: ListAnswers): ColumnUse["words"] {
  return new Map(
    values.flatMap(({ titleAndWord, says }) => {
      const word = wordIn(titleAndWord, title);
      return word === null ? [] : [[plainForm(word), says] as const];
    }),
  );
}

/** The word that stands behind a title and a colon; null behind another title. A title may hold colons itself. */
function wordIn(titleAndWord: string, title: string): string | null {
  for (let at = titleAndWord.indexOf(":"); at >= 0; at = titleAndWord.indexOf(":", at + 1))
    if (sameTitle(titleAndWord.slice(0, at), title)) return titleAndWord.slice(at + 1);
  return null;
}

function sameTitle(a: string, b: string): boolean {
  return a.trim() === b.trim() || (plainForm(a) !== "" && plainForm(a) === plainForm(b));
}

function assertAnswersFit(survey: ListSurvey, answers: ListAnswers): void {
  for (const { title } of answers.columns) {
    if (!survey.columns.some((column) => sameTitle(column.title, title)))
      throw new InvalidInputError(`The file has no column "${title}": look at its first line.`);
  }
  for (const { titleAndWord } of answers.values) {
    if (!survey.columns.some((column) => wordIn(titleAndWord, column.title) !== null))
      throw new InvalidInputError(
        `The file has no column for the value "${titleAndWord}": write it as "COLUMN:WORD=yes".`,
      );
  }
  for (const { title, meaning } of answers.columns) {
    const silenced = survey.columns.find(
      (column) => sameTitle(column.title, title) && wouldSilence(column, meaning),
    );
    if (silenced)
      throw new InvalidInputError(
        `The column "${title}" says who left, and nothing overrides that: take the column out of the file if it is about something else.`,
      );
  }
}

/** Whether a known column in which somebody says no would be read as one that does not. */
function wouldSilence(column: ColumnSurvey, answer: Meaning): boolean {
  const known = meaningOfTitle(column.title);
  if (known === null || known.isDoubtful || known.meaning === "tags") return false;
  return wordsOf(column).some(
    (word) => hearCell(known.meaning, word).kind === "left" && hearCell(answer, word).kind !== "left",
  );
}

function wordQuestions(questions: ColumnQuestion[]): string {
  const [only] = questions;
  const head =
    questions.length === 1 && only
      ? "One column may say who wants no mail, and it is not known what it means; nothing was imported."
      : `${questions.length} columns may say who wants no mail, and it is not known what they mean; nothing was imported.`;
  return [
    head,
    ...questions.map((one) => `  "${one.title}" holds ${wordHolding(one)}`),
    `Answer each with --column "TITLE=MEANING" or --ignore-column "TITLE"; MEANING is one of ${answerMeanings.join(", ")}.`,
  ].join("\n");
}

/** What stands in a column, in one line: `yes (3), no (2), empty (1)`. */
export function wordHolding({ values, hasMoreValues, empty }: ColumnQuestion): string {
  const held = values.map(({ text, count }) => `${text} (${count})`);
  if (hasMoreValues) held.push("others");
  if (empty > 0) held.push(`empty (${empty})`);
  return held.join(", ");
}
