import { Resend } from "resend";
import { z } from "zod";
import type { Config } from "../../config/env.ts";
import { type Tags, tagsSchema } from "./our-tags.ts";
import { vendorId } from "./vendor-id.ts";

/** What the provider's own record says of a mail. */
export type MailRecord =
  | { kind: "found"; from: string; to: string[]; tags: Tags }
  /** No such mail, or a key that may only send. */
  | { kind: "unknown" }
  /** No answer, or a limit: the same question may be answered later. */
  | { kind: "later" };

/** A mail as the provider shows it. */
export const recordSchema = z.object({
  from: z.string(),
  to: z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]),
  tags: tagsSchema.catch({}).default({}),
});

const errorSchema = z.object({ statusCode: z.number().nullable().default(null) });

/** Asks the provider for one mail by its id (https://resend.com/docs/api-reference/emails/retrieve-email). */
export async function findMail(config: Config["mail"]["resend"], id: string): Promise<MailRecord> {
  if (!vendorId.safeParse(id).success) return { kind: "unknown" };
  const resend = new Resend(config.apiKey ?? undefined, { baseUrl: config.baseUrl });
  const signal = AbortSignal.timeout(config.requestTimeoutMs);
  const { data, error } = await resend.emails.get(id, { signal });
  if (error) {
    const status = errorSchema.safeParse(error).data?.statusCode ?? null;
    const isAnswer = status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;
    return { kind: isAnswer ? "unknown" : "later" };
  }
  const record = recordSchema.safeParse(data);
  return record.success ? { kind: "found", ...record.data } : { kind: "unknown" };
}
