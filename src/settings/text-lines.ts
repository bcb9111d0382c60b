import { z } from "zod";

/** Control characters, and those that turn the rest of a line around. */
const unfit = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff\p{Noncharacter_Code_Point}]/u;

const seen = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Text on one line, without blanks around it. @param most its characters. */
export function oneLine(most: number) {
  return z
    .string("must be text")
    .trim()
    .min(1, "must not be empty")
    .max(most, `must have at most ${most} characters`)
    .refine((text) => !unfit.test(text), "must be one line without control characters")
    .refine((text) => seen.test(text), "must have a character that can be seen");
}

/** Text on a few lines, without blanks around them; line breaks are `\n`. */
export function fewLines(mostCharacters: number, mostLines: number) {
  return z
    .string("must be text")
    .transform((text) =>
      text
        .split(/\r\n?|\n/)
        .map((line) => line.trim())
        .join("\n")
        .trim(),
    )
    .refine((text) => text !== "", "must not be empty")
    .refine((text) => text.length <= mostCharacters, `must have at most ${mostCharacters} characters`)
    .refine((text) => text.split("\n").length <= mostLines, `must have at most ${mostLines} lines`)
    .refine((text) => !unfit.test(text.replaceAll("\n", "")), "must not have control characters");
}
