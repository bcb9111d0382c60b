import { z } from "zod";
import { areOurTags, isSingleMail, tagsSchema } from "../mailers/our-tags.ts";
import { type EngagementMark, isMachineClient } from "./engagement.ts";
import { type EventMeaning, meaningOf } from "./outcome.ts";
import type { StoredEvent } from "./stored-event.ts";

/** A stored event with what it says. */
export type ReadEvent = StoredEvent & {
  meaning: EventMeaning;
  to: string[];
  explanation: string | null;
  /** When the provider took the mail, as it says itself; null where it does not, or the event was reduced. */
  mailedAt: Date | null;
  /** Of a confirmation, a test or another mail that is no delivery: those have a tag that says so. */
  isOfSingleMail: boolean;
  /** Whether its tags are those of a mail of ours. */
  isTagged: boolean;
  /** Of an event about the provider's own suppression list: the provider's id of the entry, null when none is told. */
  listing: { entryId: string | null } | null;
};

/** A word of the provider, as far as it is one. */
const word = z.string().max(200).optional().catch(undefined);

const detail = z.object({ type: word, subType: word }).optional().catch(undefined);

/** `a@b.c`, `Name <a@b.c>`, or an object that names the address. */
const recipient = z
  .union([z.string(), z.object({ email: z.string() }).transform(({ email }) => email)])
  .transform((one) => [one])
  .catch([]);

/** A time in whatever form the provider writes it; null where it is none. */
const instant = z
  .string()
  .transform((value) => new Date(value))
  .refine((date) => !Number.isNaN(date.getTime()))
  .nullable()
  .catch(null)
  .default(null);

const detailsSchema = z.object({
  data: z.object({
    to: z
      .union([z.array(recipient).transform((list) => list.flat()), recipient])
      .catch([])
      .default([]),
    /** Whom the provider put on its own suppression list. */
    email: recipient.default([]),
    created_at: instant,
    tags: tagsSchema.catch({}).default({}),
    bounce: detail,
    suppressed: detail,
    /** Of an entry in that list. */
    id: word,
    /** Why it stands on that list: `bounce`, `complaint` or `manual`. */
    origin: word,
  }),
});

export function readEvent(event: StoredEvent): ReadEvent {
  const details = detailsSchema.safeParse(event.payload);
  const { to, email, created_at, tags, bounce, suppressed, id, origin } = details.success
    ? details.data.data
    : nothing;
  const isOfList = isOfProvidersList(event.type);
  const told = isOfList ? [origin] : [(bounce ?? suppressed)?.type, bounce?.subType];
  return {
    ...event,
    meaning: meaningOf(event.type, bounce?.type ?? null),
    // What was reduced names its recipients in one place, whatever its type.
    to: isOfList && email.length > 0 ? email : to,
    explanation: told.filter(Boolean).join(" ") || null,
    mailedAt: created_at,
    isOfSingleMail: isSingleMail(tags),
    isTagged: event.subscriberId !== null || areOurTags(tags),
    listing: isOfList ? { entryId: id ?? null } : null,
  };
}

/** Whether events of a type tell of the provider's own suppression list. */
function isOfProvidersList(type: string): boolean {
  return type === "suppression.added" || type === "suppression.removed";
}

const nothing = {
  to: [],
  email: [],
  created_at: null,
  tags: {},
  bounce: undefined,
  suppressed: undefined,
  id: undefined,
  origin: undefined,
};

const text = z.string().max(2_000).nullable().catch(null).default(null);

const markSchema = z.object({
  userAgent: text,
  ipAddress: text,
  link: text,
  /** Of an event that was reduced, in place of the two above. */
  isMachine: z.boolean().catch(false).default(false),
  timestamp: instant,
});

/** An open or click; its details, where the provider tells any, lie under `data.open` or `data.click`. */
export function engagementMark(event: { type: string; occurredAt: Date; details: unknown }): EngagementMark {
  const { data } = markSchema.safeParse(event.details ?? {});
  return {
    kind: event.type === "email.clicked" ? "click" : "open",
    at: data?.timestamp ?? event.occurredAt,
    isMachine: data?.isMachine || isMachineClient(data?.userAgent ?? null, data?.ipAddress ?? null),
    link: data?.link ?? null,
  };
}
