import { z } from "zod";
import type { AddressKey } from "../../subscribers/suppressions/address-keys.ts";
import { hashedRecipient, recipientOf } from "../reports/recipient.ts";
import { linkHash } from "./link-hash.ts";
import { isLost } from "./place-events.ts";
import { unreadableType } from "./provider-event.ts";
import { engagementMark, type ReadEvent } from "./read-event.ts";
import type { KeptPayload } from "./stored-event.ts";

/**
 * What is kept of an event that was applied: its type and time, the kind of a bounce, and of an open or
 * click whether a machine's client made it, when, and which link, under a keyed hash that tells only whether
 * two are the same. No address, no IP address, no user agent, no subject.
 *
 * @param isApplied false for one that is still to be applied; it also keeps its recipients, as hashes, and so
 *   does an event of no known delivery that came after `recallableSince`, since it may still get one.
 */
export function reduceEvent(
  event: ReadEvent,
  key: AddressKey,
  recallableSince: Date,
  isApplied: boolean,
): KeptPayload {
  const mayBePlaced = isLost(event) && !event.isOfSingleMail && event.type !== unreadableType;
  const isRecallable = mayBePlaced && event.receivedAt > recallableSince;
  const isNeeded = isRecallable || !isApplied;
  const recipients = isNeeded
    ? event.to.flatMap((text) => recipientOf(text) ?? []).map(hashedRecipient)
    : null;
  // What was reduced before has its link as a hash: it is not hashed again.
  const details = event.payloadForm === "whole" ? detailsOf(event, key) : keptDetails(event.payload);
  return {
    payload: {
      type: event.type,
      created_at: event.occurredAt.toISOString(),
      data: { ...details, ...(recipients ? { to: recipients } : {}) },
    },
    payloadForm: isNeeded ? "hashed" : "reduced",
  };
}

const kind = z.object({ type: z.unknown(), subType: z.unknown() }).partial().optional().catch(undefined);

const whole = z.object({
  data: z.object({
    bounce: kind,
    suppressed: kind,
    origin: z.unknown().optional(),
    open: z.unknown().optional(),
    click: z.unknown().optional(),
    tags: z.object({ kind: z.unknown() }).partial().optional().catch(undefined),
  }),
});

function detailsOf(event: ReadEvent, key: AddressKey): Record<string, unknown> {
  const parsed = whole.safeParse(event.payload);
  const { bounce, suppressed, origin, open, click, tags } = parsed.success ? parsed.data.data : nothing;
  const { isOpen, isClick } = event.meaning;
  const mark = isOpen || isClick ? markOf(event, click ?? open, key) : null;
  return {
    ...(bounce ? { bounce: wordsOf(bounce) } : {}),
    ...(suppressed ? { suppressed: wordsOf(suppressed) } : {}),
    // By it a later word finds what became of the entry, whoever's address it was.
    ...(event.listing && wordOf(event.listing.entryId) ? { id: event.listing.entryId } : {}),
    ...(wordOf(origin) === undefined ? {} : { origin: wordOf(origin) }),
    ...(mark && isOpen ? { open: mark } : {}),
    ...(mark && isClick ? { click: mark } : {}),
    ...(wordOf(tags?.kind) === undefined ? {} : { tags: { kind: wordOf(tags?.kind) } }),
  };
}

const nothing = {
  bounce: undefined,
  suppressed: undefined,
  origin: undefined,
  open: undefined,
  click: undefined,
  tags: undefined,
};

const wordsOf = ({ type, subType }: { type?: unknown; subType?: unknown }) => ({
  type: wordOf(type),
  subType: wordOf(subType),
});

function markOf({ type, occurredAt }: ReadEvent, details: unknown, key: AddressKey) {
  const { at, isMachine, link } = engagementMark({ type, occurredAt, details });
  return {
    timestamp: at.toISOString(),
    isMachine,
    ...(link === null ? {} : { link: linkHash(key, link) }),
  };
}

const reduced = z.object({ data: z.record(z.string(), z.unknown()) });

function keptDetails(payload: unknown): Record<string, unknown> {
  const parsed = reduced.safeParse(payload);
  const { to: _, ...details } = parsed.success ? parsed.data.data : {};
  return details;
}

/** One of the provider's own words, such as `Permanent`: anything longer may quote somebody. */
function wordOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w-]{1,40}$/.test(value) ? value : undefined;
}
