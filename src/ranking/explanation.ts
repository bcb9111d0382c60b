import { z } from "zod";
import { cadences } from "../calendar/periods.ts";

const stars = z.number().nullable();
const figures = { upvotes: z.number(), comments: z.number(), stars };

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
    /** How many papers the period has. */
    of: z.number(),
    ...figures,
  }),
  z.object({
    kind: z.literal("rise"),
    gained: z.number(),
    /** The day on which it gained most of that, `YYYY-MM-DD` (UTC). */
    day: z.iso.date(),
    ...figures,
  }),
  z.object({
    kind: z.literal("late-rise"),
    gained: z.number(),
    /** Its own day, after which it rose, `YYYY-MM-DD` (UTC). */
    since: z.iso.date(),
    upvotes: z.number(),
  }),
  /** Listed where votes are counted, and nobody voted yet. */
  z.object({ kind: z.literal("unvoted"), stars }),
  /** Announced on arXiv, where nobody votes. */
  z.object({ kind: z.literal("announced"), stars }),
]);

export type Explanation = z.infer<typeof explanationSchema>;
