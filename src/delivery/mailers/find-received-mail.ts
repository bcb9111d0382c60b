import { Resend } from "resend";
import { z } from "zod";
import type { Config } from "../../config/env.ts";
import { vendorId } from "../provider/vendor-id.ts";

/** A mail that came in at the provider; header names are in lower case. */
export type ReceivedMail = {
  from: string;
  to: string[];
  subject: string;
  headers: Record<string, string>;
  text: string | null;
  html: string | null;
};

export type ReceivedMailRecord =
  | { kind: "found"; mail: ReceivedMail }
  /** No such mail, or a key that may only send. */
  | { kind: "unknown" }
  /** No answer, or a limit: the same question may be answered later. */
  | { kind: "later" };

const text = z.string().nullable().catch(null).default(null);

const recordSchema = z.object({
  from: z.string(),
  to: z.array(z.string()).catch([]),
  subject: z.string().catch(""),
  headers: z.record(z.string(), z.unknown()).nullable().catch(null).default(null),
  text,
  html: text,
});

const errorSchema = z.object({ statusCode: z.number().nullable().default(null) });

/** Fetches a mail that came in (https://resend.com/docs/api-reference/emails/retrieve-received-email). */
export async function findReceivedMail(
  config: Config["mail"]["resend"],
  id: string,
): Promise<ReceivedMailRecord> {
  if (!vendorId.safeParse(id).success) return { kind: "unknown" };
  const resend = new Resend(config.apiKey ?? undefined, { baseUrl: config.baseUrl });
  const signal = AbortSignal.timeout(config.requestTimeoutMs);
  const { data, error } = await resend.get<unknown>(`/emails/receiving/${id}`, { signal });
  if (error) {
    const status = errorSchema.safeParse(error).data?.statusCode ?? null;
    const isAnswer = status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;
    return { kind: isAnswer ? "unknown" : "later" };
  }
  const record = recordSchema.safeParse(data);
  if (!record.success) return { kind: "unknown" };
  return { kind: "found", mail: { ...record.data, headers: plainHeaders(record.data.headers) } };
}

function plainHeaders(headers: Record<string, unknown> | null): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
