import { Resend } from "resend";
import { z } from "zod";
import type { Config } from "../../config/env.ts";
import { type ReadAnswer, readAnswer } from "./read-answer.ts";
import { vendorId } from "./vendor-id.ts";

/** A mail that came in at the provider. */
export type ReceivedMail = {
  from: string;
  /** All to whom it went, copies too; one address each. */
  to: string[];
  subject: string;
  /** By names in lower case; null where they are not known. */
  headers: Record<string, string> | null;
  text: string | null;
  html: string | null;
};

const text = z.string().nullable().catch(null).default(null);

const longestAddress = 1_000;
const mostAddresses = 100;

/** Addresses as a list or as one text with commas between; what is too long for one is left out. */
export const addressList = z
  .union([z.array(z.unknown()), z.string().transform((one) => [one])])
  .catch([])
  .default([])
  .transform((texts) =>
    texts
      .flatMap((one) => (typeof one === "string" && one.length <= 10 * longestAddress ? splitList(one) : []))
      .filter((one) => one.length <= longestAddress)
      .slice(0, mostAddresses),
  );

/** `A <a@b>, "C, D" <c@d>` are two: a comma within quotes parts nothing (RFC 5322, section 3.4). */
function splitList(text: string): string[] {
  return (text.match(/(?:"[^"]*"|[^",])+/g) ?? []).map((one) => one.trim()).filter((one) => one !== "");
}

/** As an object of names, or as a list of pairs. */
const headersSchema = z
  .union([
    z.record(z.string(), z.unknown()).transform((headers) => Object.entries(headers)),
    z
      .array(z.object({ name: z.string(), value: z.unknown() }))
      .transform((pairs) => pairs.map(({ name, value }) => [name, value] as const)),
  ])
  .nullable()
  .catch(null)
  .default(null);

const recordSchema = z
  .object({
    from: z.string(),
    to: addressList,
    cc: addressList,
    bcc: addressList,
    received_for: addressList,
    subject: z.string().catch(""),
    headers: headersSchema,
    text,
    html: text,
  })
  .transform(
    ({ to, cc, bcc, received_for, headers, ...mail }): ReceivedMail => ({
      ...mail,
      to: [...to, ...cc, ...bcc, ...received_for],
      headers: headers && plainHeaders(headers),
    }),
  );

/** Fetches a mail that came in (https://resend.com/docs/api-reference/emails/retrieve-received-email). */
export async function findReceivedMail(
  config: Config["mail"]["resend"],
  id: string,
): Promise<ReadAnswer<ReceivedMail>> {
  if (!vendorId.safeParse(id).success) return { kind: "unknown" };
  const resend = new Resend(config.apiKey ?? undefined, { baseUrl: config.baseUrl });
  const signal = AbortSignal.timeout(config.requestTimeoutMs);
  return readAnswer(await resend.get<unknown>(`/emails/receiving/${id}`, { signal }), recordSchema);
}

function plainHeaders(headers: (readonly [string, unknown])[]): Record<string, string> {
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), String(value)]));
}
