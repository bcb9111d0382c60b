import { z } from "zod";

/** What was answered so far; what is missing was not asked yet. Secrets are not among it: they are in no table. */
const answersSchema = z.object({
  /** A bare address, or one that can be put behind the installation's name. */
  from: z.string().optional(),
  postalAddress: z.string().optional(),
  /** Where the operator reads alerts and the test. */
  opsEmail: z.string().optional(),
  publicUrl: z.string().optional(),
  /** The hour by the clock of `timezone`, 0 to 23. */
  hour: z.number().int().min(0).max(23).optional(),
  timezone: z.string().optional(),
  /** A cron pattern in UTC. */
  publishAt: z.string().optional(),
  categories: z.array(z.string()).optional(),
  /** Whether editions wait for approval. */
  isHolding: z.boolean().optional(),
  /** How many readers were imported so far; 0 from when an import began. */
  readers: z.number().int().optional(),
  /** The first edition, which waits: the day that it is of, and what it was compiled with. */
  edition: z.object({ day: z.string(), look: z.string() }).optional(),
  /** The address to which a test was mailed, as the answers are now. */
  testedAt: z.string().optional(),
  /** How many tests were mailed so far. */
  tests: z.number().int().optional(),
  /** Who makes and mails one now, and until when it holds that turn. */
  testing: z.object({ id: z.string(), until: z.iso.datetime() }).optional(),
});

export type SetupAnswers = z.infer<typeof answersSchema>;

/** What a table holds of answers; what another release wrote otherwise counts as not answered. */
export function parseSetupAnswers(kept: unknown): SetupAnswers {
  return answersSchema.safeParse(kept).data ?? {};
}

/** What no table holds and this process forgets: asked for, or made, since it started. */
export type SetupSecrets = {
  apiKey: string | null;
  webhookSecret: string | null;
  /** With which operators are to log in, once it was drawn: a last step that broke off is taken again with the same. */
  newPassword: string | null;
};
