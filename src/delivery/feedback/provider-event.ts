import { createHash } from "node:crypto";
import { z } from "zod";
import { deliveryIn, providersName, tagsSchema } from "../mailers/our-tags.ts";
import { cleanJson } from "./clean-json.ts";
import { keptReceived, receivedType } from "./inbound/received-event.ts";
import type { NewEvent } from "./stored-event.ts";

/**
 * An event of Resend (https://resend.com/docs/dashboard/webhooks/event-types), of a known type or not. Only its
 * type must be readable: whatever else is not what it should be counts as not told.
 */
export const eventSchema = z.object({
  // A type is kept for as long as its event, so none may hold an address.
  type: z
    .string()
    .regex(/^[^@]*$/)
    .min(1)
    .max(100),
  created_at: z.string().optional().catch(undefined),
  data: z
    .object({
      email_id: providersName.optional().catch(undefined),
      tags: tagsSchema.optional().catch(undefined),
    })
    .loose()
    .catch({})
    .default({}),
});

export type ProviderEvent = z.infer<typeof eventSchema>;

/** JSON text of any value, as PostgreSQL can keep it. */
export const jsonText = z.string().transform((text, issues) => {
  try {
    return cleanJson(JSON.parse(text));
  } catch {
    issues.addIssue({ code: "custom", params: { isNoJson: true } });
    return z.NEVER;
  }
});

/** The row under which an event is kept; its tags name the delivery. */
export function toStoredEvent(id: string, event: ProviderEvent, now: Date): NewEvent {
  return {
    id: eventIdOf(id),
    type: event.type,
    ...deliveryIn(event.data.tags ?? {}),
    providerId: event.data.email_id ?? null,
    occurredAt: timeTold(event.created_at, now) ?? now,
    receivedAt: now,
    payload: event.type === receivedType ? keptReceived(event) : event,
    payloadForm: "whole",
  };
}

/** The type under which JSON is kept that is no event. */
export const unreadableType = "unreadable";

/** The row of signed JSON that is no event: of what it held only its size is kept, since it may name anybody. */
export function toUnreadableEvent(id: string, characters: number, now: Date): NewEvent {
  return {
    id: eventIdOf(id),
    type: unreadableType,
    editionId: null,
    subscriberId: null,
    providerId: null,
    occurredAt: now,
    receivedAt: now,
    payload: { data: { characters } },
    payloadForm: "reduced",
  };
}

/** An id that is too long for an index, or may hold an address, is kept as its hash: a repetition is still known. */
export function eventIdOf(id: string): string {
  return id.length <= 200 && !id.includes("@")
    ? id
    : `sha256_${createHash("sha256").update(id).digest("hex")}`;
}

/** Another program's clock may be far off; what it dates much later than this is no date. */
const mostAheadMs = 366 * 24 * 3_600_000;
const earliestMs = Date.UTC(2000, 0, 1);

/**
 * The instant that an event tells of itself, or null when it tells none or one at which no event can have been:
 * before 2000, or more than a year after its receipt.
 */
function timeTold(text: string | undefined, receivedAt: Date): Date | null {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return time >= earliestMs && time <= receivedAt.getTime() + mostAheadMs ? new Date(time) : null;
}
