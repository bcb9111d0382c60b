import { z } from "zod";
import { cadences } from "../calendar/periods.ts";

const stars = z.number().nullable();
/** Of a paper that was listed before its period: on which day first, `YYYY-MM-DD` (UTC). */
const listedBefore = z.iso.date().optional();
const figures = { upvotes: z.number(), comments: z.number(), stars, listedBefore };

/**
 * Why a paper stands where it stands, as facts: each writer (of mails, of the site) makes its own words from them. Kept
 * with the frozen paper, so a kind may be added and given further facts, but none may change its meaning.
 */
export const explanationSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("place"),
    cadence: z.enum(cadences),
    /** 1 is the most upvoted; by upvotes alone, so that it holds whatever else the score is made of. */
    place: z.number(),
    /** Whether others have as many upvotes, and so the same place. */
    isShared: z.boolean(),
    /** How many papers of the period were listed where votes are counted, or all when it was alone there. */
    of: z.number(),
    ...figures,
  }),
  /** It had more upvotes than most papers of the last days. */
  z.object({
    kind: z.literal("above-most"),
    /** Of those papers, how many in a hundred had fewer, rounded down to 97 or 90. */
    percent: z.number(),
    /** How many days these are, up to the last day of the period. */
    days: z.number(),
    ...figures,
  }),
  /** Its code gained many stars since it was listed. */
  z.object({
    kind: z.literal("stars-gained"),
    from: z.number(),
    to: z.number(),
    days: z.number(),
    ...figures,
  }),
  /** Its organisation had papers on the list before it in the same month. */
  z.object({
    kind: z.literal("organization"),
    organization: z.string(),
    /** Which of the organisation's papers of the month it is, from 3. */
    nth: z.number(),
    /** `YYYY-MM`. */
    month: z.string().regex(/^\d{4}-\d{2}$/),
    ...figures,
  }),
  z.object({ kind: z.literal("authors-in-discussion"), ...figures }),
  /** It is shown with figures or a video. */
  z.object({ kind: z.literal("media"), ...figures }),
  z.object({ kind: z.literal("discussed"), ...figures }),
  z.object({ kind: z.literal("many-authors"), authors: z.number(), ...figures }),
  /** There is nothing else to say of a paper that was listed before. */
  z.object({ kind: z.literal("listed-again"), ...figures, listedBefore: z.iso.date() }),
  /** No release makes it any more: what a paper gains stands beside its upvotes. */
  z.object({
    kind: z.literal("rise"),
    gained: z.number(),
    /** The day on which it gained most of that, `YYYY-MM-DD` (UTC). */
    day: z.iso.date(),
    ...figures,
  }),
  /** A late riser of the releases that asked only how much it gained. */
  z.object({
    kind: z.literal("late-rise"),
    gained: z.number(),
    /** Its own day, after which it rose, `YYYY-MM-DD` (UTC). */
    since: z.iso.date(),
    upvotes: z.number(),
  }),
  /** A late riser: its place among the papers of its own day, now and then. */
  z.object({
    kind: z.literal("late-place"),
    /** Its own day, `YYYY-MM-DD` (UTC). */
    day: z.iso.date(),
    /** By upvotes alone; 1 is the most upvoted. */
    place: z.number(),
    isShared: z.boolean(),
    /** How many papers the list of its day has where votes are counted. */
    of: z.number(),
    /**
     * As it was within two hours of the day's close, without a place when it was not listed yet; null when nobody
     * looked then, so that nothing may be said of what it was.
     */
    atClose: z.object({ place: z.number().nullable() }).nullable(),
    upvotes: z.number(),
  }),
  /** Listed where votes are counted, and nobody voted yet. */
  z.object({ kind: z.literal("unvoted"), stars, listedBefore }),
  /** Announced on arXiv, where nobody votes. */
  z.object({ kind: z.literal("announced"), stars }),
]);

export type Explanation = z.infer<typeof explanationSchema>;
