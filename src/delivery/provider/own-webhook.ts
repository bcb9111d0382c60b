import { z } from "zod";
import { parseUrl } from "../../parse-url.ts";
import { vendorId } from "../mailers/vendor-id.ts";

/** One of the account's webhooks (https://resend.com/docs/api-reference/webhooks/list-webhooks). */
export const webhookSchema = z.object({
  id: vendorId,
  endpoint: z.string(),
  status: z.string().catch("enabled").default("enabled"),
  events: z.array(z.string()).nullable().catch(null).default(null),
});

export type Webhook = z.infer<typeof webhookSchema>;

/** The webhook that points to this site, one that is enabled before others; null when there is none. */
export function findOwnWebhook(webhooks: Webhook[], publicUrl: string): Webhook | null {
  const endpoint = plain(`${publicUrl}/webhooks/resend`);
  const own = webhooks.filter((one) => plain(one.endpoint) === endpoint);
  return own.find(({ status }) => status !== "disabled") ?? own[0] ?? null;
}

function plain(url: string): string {
  return parseUrl(url)?.href.replace(/\/$/, "") ?? url;
}
