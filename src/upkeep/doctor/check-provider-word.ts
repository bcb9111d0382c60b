import { Resend } from "resend";
import { z } from "zod";
import type { Config } from "../../config/env.ts";
import { type ReadAnswer, readAnswer } from "../../delivery/mailers/read-answer.ts";
import { findOwnWebhook, type Webhook, webhookSchema } from "../../delivery/provider/own-webhook.ts";
import { usualRequestsPerSecond } from "../../delivery/provider/pace.ts";
import { type Quota, readUsage, type Usage } from "../../delivery/provider/read-usage.ts";
import { readVendorList } from "../../delivery/provider/read-vendor-list.ts";
import { unsubscribeAddress } from "../../digest/unsubscribe-address.ts";
import { type DoctorLine, ok, warn } from "./doctor-line.ts";

const timeoutMs = 8_000;

/** What the site's webhook must hear, or bounces and complaints come only with the night. */
const wantedEvents = ["email.bounced", "email.complained", "suppression.added", "suppression.removed"];

/** What of the provider's word the key may read: webhooks and their events, mails, suppressions, the account's usage. */
export async function checkProviderWord({ mail, site, delivery }: Config): Promise<DoctorLine[]> {
  if (mail.transport === "outbox") return [];
  const resend = new Resend(mail.resend.apiKey ?? undefined, { baseUrl: mail.resend.baseUrl });
  const options = () => ({ signal: AbortSignal.timeout(timeoutMs) });
  const any = z.object({ data: z.array(z.unknown()) });
  const webhooks = await readVendorList(
    async (path, schema) => readAnswer(await resend.get<unknown>(path, options()), schema),
    "/webhooks",
    webhookSchema,
  );
  // The line on the provider says so already, and three more questions would each wait as long.
  if (webhooks.kind === "later") return [];
  const mails = readAnswer(await resend.emails.list({ limit: 1 }, options()), any);
  const listed = readAnswer(await resend.suppressions.list({ limit: 1 }, options()), any);
  const isOwnerUnknown = mails.kind === "refused" && !delivery.suppressesForeignComplaints;
  const leaving = unsubscribeAddress(mail);
  const received =
    leaving === null
      ? null
      : readAnswer(await resend.get<unknown>("/emails/receiving?limit=1", options()), any);
  const usage = await readUsage({ ...mail.resend, requestTimeoutMs: timeoutMs });
  const refused = Object.entries({ webhooks, mails, suppressions: listed }).flatMap(([name, { kind }]) =>
    kind === "refused" ? [name] : [],
  );
  return [
    ...(refused.length > 0 ? [refusal(refused)] : []),
    ...(isOwnerUnknown ? [unknownOwner] : []),
    ...(received?.kind === "refused" ? [unheardWish] : []),
    ...(webhooks.kind === "unreadable" ? [unreadable] : []),
    ...(webhooks.kind === "read" ? [judgeWebhook(webhooks.value, site.publicUrl)] : []),
    judgeUsage(usage, mail.resend.requestsPerSecond),
  ];
}

function refusal(names: string[]): DoctorLine {
  return warn(
    "provider's word",
    `The key may not read ${names.join(", ")}: what webhooks miss stays unknown. Sending is not touched by it.`,
    "Set RESEND_API_KEY to a key with full access, or replay missed events from a file.",
  );
}

/** Whose mail a complaint without our tags is of is asked of the provider's record of that mail. */
const unknownOwner = warn(
  "provider's word",
  "The key may not read mails: a complaint or bounce that names no mail of ours is taken for another program's and suppresses nobody.",
  "Set RESEND_API_KEY to a key with full access, or SUPPRESS_FOREIGN_COMPLAINTS to true where no other program sends through the account.",
);

const unheardWish = warn(
  "leaving by mail",
  "The key may not read mails that come in: where they come in at Resend, a wish to leave is heard only by the token in its subject, and one without is not.",
  "Set RESEND_API_KEY to a key with full access.",
);

const unreadable = warn(
  "provider's word",
  "The provider's list of webhooks cannot be read.",
  "Check RESEND_BASE_URL.",
);

function judgeWebhook(webhooks: Webhook[], publicUrl: string): DoctorLine {
  const own = findOwnWebhook(webhooks, publicUrl);
  const mend = `Add or mend the webhook ${publicUrl}/webhooks/resend at https://resend.com/webhooks, for all email and suppression events.`;
  if (own === null) return warn("provider's word", "No webhook of the account points to this site.", mend);
  if (own.status === "disabled")
    return warn("provider's word", "The webhook of this site is disabled.", mend);
  const { events } = own;
  const missing = events === null ? [] : wantedEvents.filter((event) => !events.includes(event));
  return missing.length === 0
    ? ok("provider's word", "the webhook of this site is there and hears what it needs")
    : warn("provider's word", `The webhook of this site does not hear ${missing.join(", ")}.`, mend);
}

function judgeUsage(usage: ReadAnswer<Usage>, configured: number | null): DoctorLine {
  if (usage.kind !== "read") {
    const pace = configured ?? usualRequestsPerSecond;
    const why =
      usage.kind === "refused"
        ? "The key may not read the account's usage"
        : "The account's usage is not told";
    const message = `${why}: the limit of requests is what the answers to mails tell, and ${pace} a second until they do.`;
    return configured === null
      ? warn("provider usage", message, "Set RESEND_REQUESTS_PER_SECOND to the account's limit.")
      : ok("provider usage", message);
  }
  const { requestsPerSecond, day, month } = usage.value;
  const rate = requestsPerSecond === null ? [] : [`${requestsPerSecond} requests a second`];
  const said = [...quotaWords(day, "day"), ...quotaWords(month, "month"), ...rate].join(", ");
  const isSpent = [day, month].some((one) => one !== null && one.limit !== null && one.used >= one.limit);
  if (isSpent) return warn("provider usage", `The quota is used up: ${said}.`, "Wait, or raise the plan.");
  return ok("provider usage", said || "the account names no limits");
}

function quotaWords(quota: Quota | null, period: string): string[] {
  return quota === null ? [] : [`${quota.used} of ${quota.limit ?? "any number of"} mails of the ${period}`];
}
