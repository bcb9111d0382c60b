import { setTimeout as wait } from "node:timers/promises";
import { Resend } from "resend";
import { z } from "zod";
import type { Config } from "../config/env.ts";
import { type ReadAnswer, readAnswer, type VendorReply } from "../delivery/mailers/read-answer.ts";
import { findOwnWebhook, webhookSchema } from "../delivery/provider/own-webhook.ts";
import { readVendorList } from "../delivery/provider/read-vendor-list.ts";

/** The provider and a key of its account. */
export type Account = Pick<Config["mail"]["resend"], "baseUrl" | "requestTimeoutMs"> & { apiKey: string };

/** The key is not good (401, 403), may only send, or the provider could not be asked. */
type AccountTrouble = { kind: "refused" } | { kind: "sending-only" } | { kind: "away" };

export type SendingDomain = {
  id: string;
  name: string;
  status: string;
  /** What must stand in the domain's DNS; empty in a list. */
  records: DnsRecord[];
};

type DnsRecord = {
  record: string;
  type: string;
  name: string;
  value: string;
  priority?: number | undefined;
  status: string;
};

/** Somebody waits before the page, who would not wait for as long as a mail may. */
const longestMs = 8_000;

/** One step asks more often than some accounts may in a second. */
const [mostTries, longestWaitMs] = [5, 2_000];

const recordSchema = z.object({
  record: z.string().catch(""),
  type: z.string(),
  name: z.string(),
  value: z.string(),
  priority: z.number().optional().catch(undefined),
  status: z.string().catch("not_started"),
});

const domainSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  status: z.string(),
  records: z.array(recordSchema).catch([]).default([]),
});

/** All that tells of mails and suppressions; what is not ours is not asked for. */
const wantedEvents = [
  "email.sent",
  "email.delivered",
  "email.delivery_delayed",
  "email.bounced",
  "email.complained",
  "email.failed",
  "email.suppressed",
  "email.received",
  "suppression.added",
  "suppression.removed",
] as const;

type Asked<T> = AccountTrouble | { kind: "told"; value: T };

/** The key is good, and what was to be made or changed is not taken: a plan is full, a name belongs to others. */
type Changed<T> = Asked<T> | { kind: "not-taken" };

/**
 * Whether the key is good at all, asked now by a list of the account
 * (https://resend.com/docs/api-reference/domains/list-domains).
 */
export async function checkKey(account: Account): Promise<Asked<unknown>> {
  const client = clientOf(account);
  return told(await ask(() => client.get("/domains?limit=1"), z.object({ data: z.array(z.unknown()) })));
}

/** One of them with its records, or null where there is none of that name. */
export async function findSendingDomain(
  account: Account,
  name: string,
): Promise<Asked<SendingDomain | null>> {
  const client = clientOf(account);
  const listed = told(await readVendorList(client.page, "/domains", domainSchema));
  if (listed.kind !== "told") return listed;
  const found = listed.value.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) return { kind: "told", value: null };
  return told(await ask(() => client.get(`/domains/${encodeURIComponent(found.id)}`), domainSchema));
}

/** Adds the domain to the account, or asks the provider to look at its records now, where it is there. */
export async function checkSendingDomain(
  account: Account,
  name: string,
): Promise<Changed<SendingDomain | null>> {
  const found = await findSendingDomain(account, name);
  if (found.kind !== "told") return found;
  const client = clientOf(account);
  if (found.value === null) return change(() => client.post("/domains", { name }), domainSchema);
  if (found.value.status !== "verified") {
    const path = `/domains/${encodeURIComponent(found.value.id)}/verify`;
    const asked = await change(() => client.post(path, {}), z.unknown());
    if (asked.kind !== "told") return asked;
  }
  return findSendingDomain(account, name);
}

/**
 * Makes the webhook of this site, or mends the one that points here so that it is enabled and hears all that matters.
 * Safe to repeat (https://resend.com/docs/api-reference/webhooks/create-webhook).
 *
 * @returns the secret with which its events are signed.
 */
export async function ensureWebhook(account: Account, publicUrl: string): Promise<Changed<string>> {
  const client = clientOf(account);
  const list = told(await readVendorList(client.page, "/webhooks", webhookSchema));
  if (list.kind !== "told") return list;
  const own = findOwnWebhook(list.value, publicUrl);
  const signed = z.object({ signing_secret: z.string().startsWith("whsec_") });
  if (own === null) {
    const endpoint = `${publicUrl}/webhooks/resend`;
    const made = await change(() => client.post("/webhooks", { endpoint, events: wantedEvents }), signed);
    return made.kind === "told" ? { kind: "told", value: made.value.signing_secret } : made;
  }
  const events = [...new Set([...(own.events ?? []), ...wantedEvents])];
  const path = `/webhooks/${encodeURIComponent(own.id)}`;
  if (own.status === "disabled" || events.length > (own.events ?? []).length) {
    const patch = { events, status: "enabled" };
    const mended = await change(() => client.patch(path, patch), z.unknown());
    if (mended.kind !== "told") return mended;
  }
  const known = told(await ask(() => client.get(path), signed));
  return map(known, ({ signing_secret: secret }) => secret);
}

/** Requests with a time limit each: what is made by one that came too late is found by the next go. */
function clientOf({ baseUrl, apiKey, requestTimeoutMs }: Account) {
  const resend = new Resend(apiKey, { baseUrl });
  const limited = () => ({ signal: AbortSignal.timeout(Math.min(longestMs, requestTimeoutMs)) });
  const get = (path: string) => resend.get<unknown>(path, limited());
  return {
    get,
    post: (path: string, entity: unknown) => resend.post<unknown>(path, entity, limited()),
    patch: (path: string, entity: unknown) => resend.patch<unknown>(path, entity, limited()),
    page: <T>(path: string, schema: z.ZodType<T>) => ask(() => get(path), schema),
  };
}

/** Asks, and again what came too fast: such a request was not looked at. */
async function ask<T>(request: () => Promise<VendorReply>, schema: z.ZodType<T>): Promise<ReadAnswer<T>> {
  for (let tries = 1; ; tries += 1) {
    const answer = readAnswer(await request(), schema);
    if (answer.kind !== "limited" || tries === mostTries) return answer;
    await wait(Math.min(answer.retryAfterMs, longestWaitMs));
  }
}

/** As `ask`, by a key that has just been read with: what is refused now is not refused for the key. */
async function change<T>(request: () => Promise<VendorReply>, schema: z.ZodType<T>): Promise<Changed<T>> {
  const asked = told(await ask(request, schema));
  return asked.kind === "refused" ? { kind: "not-taken" } : asked;
}

function told<T>(answer: ReadAnswer<T>): Asked<T> {
  if (answer.kind === "read") return { kind: "told", value: answer.value };
  if (answer.kind === "refused")
    return { kind: answer.reason === "restricted_api_key" ? "sending-only" : "refused" };
  // A key that is none is a question that is none (400).
  return { kind: answer.kind === "unknown" ? "refused" : "away" };
}

function map<T, U>(asked: Asked<T>, change: (value: T) => U): Asked<U> {
  return asked.kind === "told" ? { kind: "told", value: change(asked.value) } : asked;
}
