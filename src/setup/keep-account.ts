import { domainOf } from "../addresses/bare-address.ts";
import type { Config } from "../config/env.ts";
import type { SetupAnswers, SetupSecrets } from "./answers.ts";
import {
  type Account,
  checkKey,
  checkSendingDomain,
  ensureWebhook,
  findSendingDomain,
  type SendingDomain,
} from "./ask-account.ts";

/** Why a step at the provider came to nothing. */
export type AccountProblem =
  /** No key looks so. */
  | "malformed"
  /** There is no key yet. */
  | "missing"
  /** Nobody said yet who sends, or where the site is. */
  | "no-sender"
  | "refused"
  | "sending-only"
  | "away"
  /** The provider takes this domain, or this webhook, not into the account. */
  | "domain"
  | "webhook"
  /** The site has no https address, and the provider calls no other. */
  | "unsafe";

type Provider = Config["mail"]["resend"];

/** Keeps a key in memory that the provider takes; a webhook's secret belongs to the key of before. */
export async function keepKey(
  provider: Provider,
  secrets: SetupSecrets,
  key: string,
): Promise<AccountProblem | null> {
  if (!/^re_[\x21-\x7e]{1,200}$/.test(key)) return "malformed";
  const answer = await checkKey({ ...provider, apiKey: key });
  if (answer.kind === "refused" || answer.kind === "away") return answer.kind;
  if (key !== secrets.apiKey) secrets.webhookSecret = null;
  secrets.apiKey = key;
  return null;
}

/** Has the provider take in the sender's domain, or look at its records. */
export async function keepDomain(
  provider: Provider,
  secrets: SetupSecrets,
  { from }: SetupAnswers,
): Promise<AccountProblem | null> {
  const account = accountOf(provider, secrets);
  if (account === null) return "missing";
  if (from === undefined) return "no-sender";
  const answer = await checkSendingDomain(account, domainOf(from));
  if (answer.kind === "told") return null;
  return answer.kind === "not-taken" ? "domain" : answer.kind;
}

/** Has the provider call this site, and keeps in memory by what its calls are known. */
export async function keepWebhook(
  provider: Provider,
  secrets: SetupSecrets,
  { publicUrl }: SetupAnswers,
): Promise<AccountProblem | null> {
  const account = accountOf(provider, secrets);
  if (account === null) return "missing";
  if (publicUrl === undefined) return "no-sender";
  if (!mayHaveWebhook(publicUrl)) return "unsafe";
  const answer = await ensureWebhook(account, publicUrl);
  if (answer.kind === "told") {
    secrets.webhookSecret = answer.value;
    return null;
  }
  return answer.kind === "not-taken" ? "webhook" : answer.kind;
}

/** What the account has of the sender's domain, asked now. */
export type SenderDomain = {
  /** Null before there is a sender. */
  name: string | null;
  /** Whether the provider told of it. */
  isTold: boolean;
  /** Null where the account has none of that name, or it was not told. */
  domain: SendingDomain | null;
  problem: AccountProblem | null;
};

export async function lookAtDomain(
  provider: Provider,
  secrets: SetupSecrets,
  { from }: SetupAnswers,
): Promise<SenderDomain> {
  const name = from === undefined ? null : domainOf(from);
  const account = accountOf(provider, secrets);
  const found = account === null || name === null ? null : await findSendingDomain(account, name);
  const isTold = found?.kind === "told";
  return {
    name,
    isTold,
    domain: isTold ? found.value : null,
    problem: found === null || isTold ? null : found.kind,
  };
}

/** Whether the provider would call a site of this address. */
export function mayHaveWebhook(publicUrl: string): boolean {
  return publicUrl.startsWith("https:");
}

function accountOf(provider: Provider, { apiKey }: SetupSecrets): Account | null {
  return apiKey === null ? null : { ...provider, apiKey };
}
