import { Resend } from "resend";
import { z } from "zod";
import type { Config } from "../../config/env.ts";
import { tagsSchema } from "./our-tags.ts";
import { type ReadAnswer, readAnswer } from "./read-answer.ts";
import { vendorId } from "./vendor-id.ts";

/** A mail as the provider shows it. */
export const recordSchema = z.object({
  from: z.string(),
  to: z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]),
  tags: tagsSchema.catch({}).default({}),
});

export type MailRecord = z.infer<typeof recordSchema>;

/** Asks the provider for one mail by its id (https://resend.com/docs/api-reference/emails/retrieve-email). */
export async function findMail(
  config: Config["mail"]["resend"],
  id: string,
): Promise<ReadAnswer<MailRecord>> {
  if (!vendorId.safeParse(id).success) return { kind: "unknown" };
  const resend = new Resend(config.apiKey ?? undefined, { baseUrl: config.baseUrl });
  const signal = AbortSignal.timeout(config.requestTimeoutMs);
  return readAnswer(await resend.emails.get(id, { signal }), recordSchema);
}
