import { z } from "zod";
import type { EngagementMark } from "./engagement.ts";
import { type EventMeaning, meaningOf } from "./outcome.ts";
import type { StoredEvent } from "./store.ts";

/** A stored event with what it says. */
export type ReadEvent = StoredEvent & {
  meaning: EventMeaning;
  to: string[];
  explanation: string | null;
  /** Of a confirmation, a test or another mail that is no delivery: those have a tag that says so. */
  isOfSingleMail: boolean;
};

const detailsSchema = z.object({
  data: z.object({
    to: z.union([z.array(z.string()), z.string().transform((one) => [one])]).catch([]),
    tags: z.object({ kind: z.string().optional() }).catch({}).default({}),
    bounce: z
      .object({ type: z.string().optional(), subType: z.string().optional() })
      .optional()
      .catch(undefined),
  }),
});

export function readEvent(event: StoredEvent): ReadEvent {
  const details = detailsSchema.safeParse(event.payload);
  const { to, tags, bounce } = details.success ? details.data.data : nothing;
  const explanation = bounce ? [bounce.type, bounce.subType].filter(Boolean).join(" ") : null;
  const meaning = meaningOf(event.type, bounce?.type ?? null);
  return { ...event, meaning, to, explanation, isOfSingleMail: tags.kind !== undefined };
}

const nothing = { to: [], tags: { kind: undefined }, bounce: undefined };

const text = z.string().max(2_000).nullable().catch(null).default(null);

const markSchema = z.object({
  userAgent: text,
  ipAddress: text,
  link: text,
  timestamp: z
    .string()
    .transform((value) => new Date(value))
    .refine((date) => !Number.isNaN(date.getTime()))
    .nullable()
    .catch(null)
    .default(null),
});

/** An open or click; its details, where the provider tells any, lie under `data.open` or `data.click`. */
export function readMark(event: { type: string; occurredAt: Date; details: unknown }): EngagementMark {
  const { data } = markSchema.safeParse(event.details ?? {});
  return {
    kind: event.type === "email.clicked" ? "click" : "open",
    at: data?.timestamp ?? event.occurredAt,
    userAgent: data?.userAgent ?? null,
    ip: data?.ipAddress ?? null,
    link: data?.link ?? null,
  };
}
