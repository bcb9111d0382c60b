import { z } from "zod";
import { explanationSchema } from "../ranking/explanation.ts";

/** What releases that kept no facts wrote: shown as it is, in the words of then. */
const sentenceSchema = z.object({
  kind: z.literal("sentence"),
  /** As the site shows it: `Most upvoted of the day: 1,214 upvotes, 12 comments`. */
  text: z.string(),
  /** As a mail shows it, which has the figures beside it: `most upvoted of the day`; empty when nothing is left. */
  brief: z.string(),
  /** Of a late riser, for the figures of a mail: `+64 since 11 June`. */
  rise: z.string().nullable(),
});

const frozenExplanationSchema = z.discriminatedUnion("kind", [...explanationSchema.options, sentenceSchema]);

export type FrozenExplanation = z.infer<typeof frozenExplanationSchema>;

/** The part of a frozen paper's JSON that says why it stands where it stands. */
export type StoredExplanation = {
  explanation?: unknown;
  /** Only in what a release that kept no facts froze. */
  reason?: unknown;
};

/**
 * Why a frozen paper stands where it stands: facts, or the sentence that an earlier release kept. Null when there is
 * neither, as of a kind that only a later release knows.
 */
export function parseExplanation({ explanation, reason }: StoredExplanation): FrozenExplanation | null {
  const { data = null } = frozenExplanationSchema.safeParse(explanation);
  if (data !== null) return data;
  return typeof reason === "string" && reason !== "" ? sentenceOfBefore(reason) : null;
}

const lateSentence = /^Rose after its day: \+([\d,]{1,12}) upvotes since (.*), now [\d,]+$/u;

/**
 * The one reader of the sentences that were kept until facts were: their mails showed them without the figures, and
 * still do. No sentence of today ends here.
 */
function sentenceOfBefore(text: string): FrozenExplanation {
  const [, gained, day] = lateSentence.exec(text) ?? [];
  const words = text.replace(lateSentence, "").replace(/(?:; |: (?=\+?\d)).*$/u, "");
  return {
    kind: "sentence",
    text,
    brief: words.charAt(0).toLowerCase() + words.slice(1),
    rise: gained === undefined || day === undefined ? null : `+${gained} since ${day}`,
  };
}
