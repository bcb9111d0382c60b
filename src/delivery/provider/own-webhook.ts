import { z } from "zod";

/** The account's webhooks (https://resend.com/docs/api-reference/webhooks/list-webhooks). */
export const webhooksSchema = z.object({
  has_more: z.boolean().catch(false).default(false),
  data: z.array(
    z.object({
      id: z.string().min(1),
      endpoint: z.string(),
      status: z.string().catch("enabled").default("enabled"),
      events: z.array(z.string()).nullable().catch(null).default(null),
    }),
  ),
});

type Webhook = z.infer<typeof webhooksSchema>["data"][number];

/** The webhook that points to this site, one that is enabled before others; null when there is none. */
export function findOwnWebhook(webhooks: Webhook[], publicUrl: string): Webhook | null {
  const endpoint = plain(`${publicUrl}/webhooks/resend`);
  const own = webhooks.filter((one) => plain(one.endpoint) === endpoint);
  return own.find(({ status }) => status !== "disabled") ?? own[0] ?? null;
}

function plain(url: string): string {
  return URL.canParse(url) ? new URL(url).href.replace(/\/$/, "") : url;
}
