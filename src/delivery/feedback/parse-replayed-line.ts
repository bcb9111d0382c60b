import { z } from "zod";
import { tagsSchema } from "../mailers/our-tags.ts";
import { eventSchema, jsonText, type ProviderEvent, toStoredEvent } from "./provider-event.ts";
import type { NewEvent } from "./stored-event.ts";

/** An event whose id is empty when the line tells none. */
export type ReplayedLine = { kind: "event"; event: NewEvent } | { kind: "refused"; reason: string };

const eventId = z.string().min(1).max(200);

/** As the webhook delivered it. */
const bare = eventSchema.transform((event) => ({ id: "", event, tags: null }));

/** As a webhook log shows it: the event within, its id (`msg_...`) beside. */
const logged = z
  .object({ id: eventId.optional(), msgId: eventId.optional(), payload: eventSchema })
  .transform(({ id, msgId, payload }) => ({ id: id ?? msgId ?? "", event: payload, tags: null }));

/** As `provider_events` keeps it, with names of columns or of properties. */
const kept = z
  .object({
    id: eventId,
    edition_id: z.string().max(200).nullish(),
    editionId: z.string().max(200).nullish(),
    subscriber_id: z.uuid().nullish(),
    subscriberId: z.uuid().nullish(),
    payload: eventSchema,
  })
  .refine((row) => "edition_id" in row || "editionId" in row)
  .transform(({ id, payload, ...row }) => ({
    id,
    event: payload,
    tags: {
      editionId: row.edition_id ?? row.editionId ?? null,
      subscriberId: row.subscriber_id ?? row.subscriberId ?? null,
    },
  }));

/** As the provider's list of mails has it (https://resend.com/docs/api-reference/emails/retrieve-email). */
const listed = z
  .object({
    id: z.string().min(1).max(200),
    to: z.union([z.array(z.unknown()), z.string()]),
    last_event: z.string().min(1).max(90),
    created_at: z.string().optional().catch(undefined),
    tags: tagsSchema.optional().catch(undefined),
  })
  .transform(({ id, to, last_event, created_at, tags }) => {
    const event: ProviderEvent = {
      type: `email.${last_event}`,
      created_at,
      data: { email_id: id, to, ...(tags ? { tags } : {}) },
    };
    return { id: "", event, tags: null };
  });

const lineSchema = jsonText.pipe(z.union([kept, logged, listed, bare]));

const longestLine = 1024 * 1024;

/** Reads one line of a replay; the reason of a refusal quotes nothing of it. */
export function parseReplayedLine(text: string, now: Date): ReplayedLine {
  if (text.length > longestLine) return { kind: "refused", reason: "it is longer than an event can be" };
  const parsed = lineSchema.safeParse(text.replace(/^\ufeff/, ""));
  if (!parsed.success) {
    const isJson = parsed.error.issues.every((one) => one.code !== "custom" || !one.params?.isNoJson);
    return { kind: "refused", reason: isJson ? "it is no event: it has no type" : "it is not JSON" };
  }
  const { id, event, tags } = parsed.data;
  return { kind: "event", event: { ...toStoredEvent(id, event, now), ...tags } };
}
