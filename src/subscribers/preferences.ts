import { z } from "zod";
import { defaultLanguage, isLanguage, languages } from "../../words/words.ts";
import { findTimezone } from "../calendar/timezone.ts";
import { details, subscriberCadences } from "../editions/edition.ts";
import { findTopic } from "../papers/topics.ts";
import { splitKeywords, splitNames } from "./split-phrases.ts";

/** Whether a digest with fewer papers than it may have is filled up with the period's top papers: wholly, with a few, or not. */
export const fillUps = ["yes", "few", "no"] as const;
export type FillUp = (typeof fillUps)[number];

/** The least and the most of what is counted. */
export const preferenceLimits = {
  hour: { least: 0, most: 23 },
  maxPapers: { least: 1, most: 50 },
  minMatches: { least: 1, most: 50 },
  /** Topics; and lines of each list of keywords or names. */
  topics: { most: 200 },
  phrases: { most: 50 },
  /** Characters of a keyword or name. */
  phrase: { most: 100 },
} as const;

const { hour, maxPapers, minMatches, topics, phrases: lines, phrase: letters } = preferenceLimits;

/** Why a preference cannot be kept, in words for operators, half a sentence each. */
const problemWords = {
  timezone: "the time zone is not known; write it as Europe/Berlin",
  hour: `hour must be a whole number from ${hour.least} to ${hour.most}`,
  "at-once": "mails must be wanted at once or at their hour",
  cadence: `cadence must be one of ${subscriberCadences.join(", ")}`,
  topic: "a topic is not an arXiv category such as cs.CL",
  topics: `topics must be at most ${topics.most}`,
  phrase: `a keyword or name must have at most ${letters.most} characters`,
  keywords: `keywords must be at most ${lines.most}`,
  authors: `authors must be at most ${lines.most}`,
  "muted-keywords": `muted keywords must be at most ${lines.most}`,
  "muted-authors": `muted authors must be at most ${lines.most}`,
  organizations: `organizations must be at most ${lines.most}`,
  "muted-organizations": `muted organizations must be at most ${lines.most}`,
  "max-papers": `the number of papers must be a whole number from ${maxPapers.least} to ${maxPapers.most}`,
  detail: `detail must be one of ${details.join(", ")}`,
  "min-matches": `the least number of matches must be a whole number from ${minMatches.least} to ${minMatches.most}`,
  "late-risers": "late risers must be wanted or not",
  repeats: "papers that were shown before must be wanted again or not",
  "fill-up": `fill-up must be one of ${fillUps.join(", ")}`,
  language: `language must be one of ${languages.join(", ")}`,
};

/** Why a preference cannot be kept. */
export type PreferenceProblem = keyof typeof problemWords;

/** The schema says what is wrong by its code, in the place of zod's message. */
const coded = (error: PreferenceProblem) => ({ error });

const wholeNumber = (problem: PreferenceProblem, { least, most }: { least: number; most: number }) =>
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
      coded(problem),
    )
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, coded(problem));

/** More blanks than this around a phrase are no slip, and Unicode's normal form of a long text is slow. */
const phrase = z
  .string(coded("phrase"))
  .max(10 * letters.most, { ...coded("phrase"), abort: true })
  .transform((text) =>
    text
      .normalize("NFC")
      .replaceAll(/[\p{Cc}\p{Cf}\p{Z}]+/gu, " ")
      .trim(),
  )
  .refine((text) => text.length <= letters.most, coded("phrase"));

const longestList = 10 * lines.most * letters.most;

/**
 * A list of texts, each with one phrase or several. Lists with far more phrases than may be kept, blank ones included,
 * are refused before each phrase is read.
 */
const phrases = (problem: PreferenceProblem, split: (text: string) => string[]) =>
  z
    .array(z.string(coded(problem)).max(longestList, { ...coded("phrase"), abort: true }), coded(problem))
    .max(10 * lines.most, { ...coded(problem), abort: true })
    .transform((texts) => texts.flatMap(split))
    .pipe(z.array(z.string()).max(10 * lines.most, { ...coded(problem), abort: true }))
    .pipe(z.array(phrase))
    .transform((list) => withoutRepeats(list.filter((text) => text !== "")))
    .refine((list) => list.length <= lines.most, coded(problem));

const topic = z.string(coded("topic")).transform((text, context) => {
  const found = findTopic(text);
  if (found) return found.id;
  context.addIssue({ code: "custom", message: coded("topic").error });
  return z.NEVER;
});

const language = z.string(coded("language")).transform((text, context) => {
  if (isLanguage(text)) return text;
  context.addIssue({ code: "custom", message: coded("language").error });
  return z.NEVER;
});

/** What a reader chose, as it is kept. */
const preferencesSchema = z.object({
  /** IANA zone. */
  timezone: z.string(coded("timezone")).transform((text, context) => {
    const found = findTimezone(text);
    if (found !== null) return found;
    context.addIssue({ code: "custom", message: coded("timezone").error });
    return z.NEVER;
  }),
  /** Local hour of delivery. */
  hour: wholeNumber("hour", hour),
  /** As soon as an edition is out, whatever the hour. */
  wantsAtOnce: z.boolean(coded("at-once")),
  cadence: z.enum(subscriberCadences, coded("cadence")),
  topics: z
    .array(topic, coded("topic"))
    .transform(withoutRepeats)
    .refine((list) => list.length <= topics.most, coded("topics")),
  keywords: phrases("keywords", splitKeywords),
  authors: phrases("authors", splitNames),
  mutedKeywords: phrases("muted-keywords", splitKeywords),
  mutedAuthors: phrases("muted-authors", splitNames),
  organizations: phrases("organizations", splitNames),
  mutedOrganizations: phrases("muted-organizations", splitNames),
  maxPapers: wholeNumber("max-papers", maxPapers),
  detail: z.enum(details, coded("detail")),
  minMatches: wholeNumber("min-matches", minMatches),
  wantsLateRisers: z.boolean(coded("late-risers")),
  /** Whether weekly and monthly digests may show what an earlier digest showed. */
  wantsRepeats: z.boolean(coded("repeats")),
  fillUp: z.enum(fillUps, coded("fill-up")),
  /** Of mails and of the pages that a mail leads to. */
  language,
});

export type Preferences = z.infer<typeof preferencesSchema>;

/** What somebody has who chose nothing: from now on, from an import, and in the digest shown to no subscriber. */
export const usualPreferences: Preferences = {
  timezone: "UTC",
  hour: 7,
  wantsAtOnce: false,
  cadence: "daily",
  /** None are all. */
  topics: [],
  keywords: [],
  authors: [],
  mutedKeywords: [],
  mutedAuthors: [],
  organizations: [],
  mutedOrganizations: [],
  maxPapers: 10,
  detail: "summary",
  minMatches: 1,
  wantsLateRisers: true,
  wantsRepeats: false,
  fillUp: "few",
  language: defaultLanguage,
};

/** Some of a reader's preferences as they come from outside: numbers may be text, lists need no order. */
export type PreferencesInput = Partial<z.input<typeof preferencesSchema>>;

export type PreferencesResult =
  | { kind: "preferences"; preferences: Partial<Preferences> }
  /** `reasons` are the problems in words for operators, half a sentence each. */
  | { kind: "refused"; problems: PreferenceProblem[]; reasons: string[] };

const patchSchema = preferencesSchema.partial();

/** Checks the given preferences; what is not given stays as it is, or takes the table's default. */
export function parsePreferences(input: Record<string, unknown>): PreferencesResult {
  const parsed = patchSchema.safeParse(input);
  if (parsed.success) return { kind: "preferences", preferences: parsed.data };
  const problems = [...new Set(parsed.error.issues.map(({ message }) => problemOf(message)))];
  return { kind: "refused", problems, reasons: problems.map((problem) => problemWords[problem]) };
}

function problemOf(message: string): PreferenceProblem {
  if (isProblem(message)) return message;
  throw new Error(`a preference is refused without a code: ${message}`);
}

function isProblem(text: string): text is PreferenceProblem {
  return Object.hasOwn(problemWords, text);
}

function withoutRepeats(list: string[]): string[] {
  const seen = new Set<string>();
  return list.filter((text) => {
    const key = text.toLowerCase();
    return seen.has(key) ? false : seen.add(key);
  });
}
