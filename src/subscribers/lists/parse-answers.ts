import { InvalidInputError } from "../../errors.ts";
import { answerMeanings, type ListAnswers, type WordAnswer } from "./decide-columns.ts";
import { type Meaning, meaningByName } from "./find-meaning.ts";

/**
 * Reads an answer to a column, written `TITLE=MEANING`.
 *
 * @throws {InvalidInputError} when it is none.
 */
export function parseColumnAnswer(text: string): ListAnswers["columns"][number] {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new InvalidInputError(`Write --column as "TITLE=MEANING", not "${text}".`);
  return { title: text.slice(0, at), meaning: parseMeaning(text.slice(at + 1)) };
}

/** @throws {InvalidInputError} when there is no meaning of that name. */
export function parseMeaning(name: string): Meaning {
  const meaning = meaningByName(name);
  if (meaning !== null) return meaning;
  throw new InvalidInputError(
    `There is no meaning "${name}": it is one of ${answerMeanings.join(", ")}, or ignore.`,
  );
}

const wordAnswers: Record<string, WordAnswer> = { yes: "yes", left: "left", no: "no" };

/** The answer of that name; null when there is none. */
export function parseWordAnswer(name: string): WordAnswer | null {
  return wordAnswers[name.trim().toLowerCase()] ?? null;
}

/**
 * Reads an answer to a word in one column, written `COLUMN:WORD=yes`; `left` keeps its readers out, `no` refuses them.
 *
 * @throws {InvalidInputError} when it is none.
 */
export function parseValueAnswer(text: string): ListAnswers["values"][number] {
  const at = text.lastIndexOf("=");
  const says = parseWordAnswer(text.slice(at + 1));
  const titleAndWord = text.slice(0, Math.max(at, 0));
  if (says === null || !titleAndWord.includes(":"))
    throw new InvalidInputError(`Write --value as "COLUMN:WORD=yes" (or =left, =no), not "${text}".`);
  return { titleAndWord, says };
}
