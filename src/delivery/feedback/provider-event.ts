import { z } from "zod";
import type { NewEvent } from "./store.ts";

/** An event of Resend (https://resend.com/docs/dashboard/webhooks/event-types), of a known type or not. */
export const eventSchema = z.object({
  type: z.string().min(1).max(100),
  created_at: z.string().optional(),
  data: z
    .object({
      email_id: z.string().max(200).optional(),
      tags: z.record(z.string(), z.string()).optional().catch(undefined),
    })
    .loose()
    .default({}),
});

export type ProviderEvent = z.infer<typeof eventSchema>;

/** JSON text of any value; what PostgreSQL cannot keep in a text becomes U+FFFD. */
export const jsonText = z.string().transform((text, issues) => {
  try {
    return JSON.parse(text, (_, value: unknown) =>
      typeof value === "string" ? value.replaceAll(/\0|\p{Surrogate}/gu, "\ufffd") : value,
    ) as unknown;
  } catch {
    issues.addIssue({ code: "custom", message: "it is not JSON" });
    return z.NEVER;
  }
});

/** JSON text of an event. */
export const eventText = jsonText.pipe(eventSchema);

const uuid = z.uuid();

/** The row under which an event is kept; its tags name the delivery. */
export function toStoredEvent(id: string, event: ProviderEvent, now: Date): NewEvent {
  const { edition, subscriber } = event.data.tags ?? {};
  return {
    id,
    type: event.type,
    editionId: edition ?? null,
    subscriberId: uuid.safeParse(subscriber).data ?? null,
    providerId: event.data.email_id ?? null,
    occurredAt: instantOf(event.created_at) ?? now,
    receivedAt: now,
    payload: event,
  };
}

function instantOf(text: string | undefined): Date | null {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time);
}
