import { z } from "zod";
import { details } from "../editions/tables.ts";
import { findTopic } from "../papers/topics.ts";
import { readerCadences } from "./tables.ts";
import { findTimezone } from "./timezone.ts";

const wholeNumber = (name: string, least: number, most: number) =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .trim()
          .regex(/^\d{1,3}$/)
          .transform(Number),
      ],
      {
        error: `${name} must be a whole number from ${least} to ${most}`,
      },
    )
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, {
      message: `${name} must be a whole number from ${least} to ${most}`,
    });

const longestPhrase = 100;
const tooLongPhrase = `a keyword or name must have at most ${longestPhrase} characters`;

/** More blanks than this around a phrase are no slip, and Unicode's normal form of a long text is slow. */
const phrase = z
  .string()
  .max(10 * longestPhrase, { error: tooLongPhrase, abort: true })
  .transform((text) =>
    text
      .normalize("NFC")
      .replaceAll(/[\p{Cc}\p{Cf}\p{Z}]+/gu, " ")
      .trim(),
  )
  .refine((text) => text.length <= longestPhrase, { message: tooLongPhrase });

const mostPhrases = 50;

/** Lists with far more lines than may be kept, blank ones included, are refused before each line is read. */
const phrases = (name: string) => {
  const error = `${name} must be at most ${mostPhrases}`;
  return z
    .array(z.string())
    .max(10 * mostPhrases, { error, abort: true })
    .pipe(z.array(phrase))
    .transform((list) => withoutRepeats(list.filter((text) => text !== "")))
    .refine((list) => list.length <= mostPhrases, { message: error });
};

const topic = z.string().transform((text, context) => {
  const found = findTopic(text);
  if (found) return found.id;
  context.addIssue({ code: "custom", message: "a topic is not an arXiv category such as cs.CL" });
  return z.NEVER;
});

/** What a reader chose, as it is kept. */
const preferencesSchema = z.object({
  /** IANA zone. */
  timezone: z.string().transform((text, context) => {
    const found = findTimezone(text);
    if (found !== null) return found;
    context.addIssue({ code: "custom", message: "the time zone is not known; write it as Europe/Berlin" });
    return z.NEVER;
  }),
  /** Local hour of delivery. */
  hour: wholeNumber("hour", 0, 23),
  cadence: z.enum(readerCadences, `cadence must be one of ${readerCadences.join(", ")}`),
  topics: z
    .array(topic)
    .transform(withoutRepeats)
    .refine((list) => list.length <= 200, { message: "topics must be at most 200" }),
  keywords: phrases("keywords"),
  authors: phrases("authors"),
  mutedKeywords: phrases("muted keywords"),
  mutedAuthors: phrases("muted authors"),
  maxPapers: wholeNumber("the number of papers", 1, 50),
  detail: z.enum(details, `detail must be one of ${details.join(", ")}`),
  minMatches: wholeNumber("the least number of matches", 1, 50),
  wantsLateRisers: z.boolean(),
});

export type Preferences = z.infer<typeof preferencesSchema>;

/** Some of a reader's preferences as they come from outside: numbers may be text, lists need no order. */
export type PreferencesInput = Partial<z.input<typeof preferencesSchema>>;

export type PreferencesResult =
  | { kind: "preferences"; preferences: Partial<Preferences> }
  | { kind: "refused"; reasons: string[] };

const patchSchema = preferencesSchema.partial();

/** Checks the given preferences; what is not given stays as it is, or takes the table's default. */
export function parsePreferences(input: Record<string, unknown>): PreferencesResult {
  const parsed = patchSchema.safeParse(input);
  if (parsed.success) return { kind: "preferences", preferences: parsed.data };
  return { kind: "refused", reasons: [...new Set(parsed.error.issues.map((issue) => issue.message))] };
}

function withoutRepeats(list: string[]): string[] {
  const seen = new Set<string>();
  return list.filter((text) => {
    const key = text.toLowerCase();
    return seen.has(key) ? false : seen.add(key);
  });
}
