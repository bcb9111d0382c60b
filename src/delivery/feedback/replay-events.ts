import { createHash } from "node:crypto";
import { recordActByHand } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import { applyEvents } from "./apply-events.ts";
import { insertEvents, listKnownEventIds } from "./events-store.ts";
import { parseReplayedLine } from "./parse-replayed-line.ts";
import { isLost, placeEvents } from "./place-events.ts";
import type { NewEvent } from "./stored-event.ts";

export type ReplayReport = {
  /** Lines that are not empty; the sum of `stored`, `known` and `refusedCount`. */
  read: number;
  stored: number;
  /** Kept already, under this or another id. */
  known: number;
  refusedCount: number;
  /** The first thousand. */
  refused: { line: number; reason: string }[];
  /** Of those stored: events that name no delivery of this ledger. They are kept all the same. */
  unmatched: number;
  applied: number;
};

export type ReplayInput = {
  /** JSON, one event a line. */
  lines: AsyncIterable<string>;
  /** Hears the number of lines read, after every thousand. */
  onProgress?: (read: number) => void;
};

const linesAtOnce = 1_000;
const reportedLines = 1_000;

/**
 * Takes events that were missed from a file and applies them: as the provider's webhooks, its webhook log or
 * its list of mails have them, or as this program keeps them. Streams; safe to repeat and to cut off.
 */
export async function replayEvents(ctx: Context, input: ReplayInput): Promise<ReplayReport> {
  const report: ReplayReport = {
    read: 0,
    stored: 0,
    known: 0,
    refusedCount: 0,
    refused: [],
    unmatched: 0,
    applied: 0,
  };
  let number = 0;
  let events: NewEvent[] = [];
  for await (const text of input.lines) {
    number += 1;
    if (text.trim() === "") continue;
    report.read += 1;
    const result = parseReplayedLine(text, ctx.clock.now());
    if (result.kind === "event") events.push(result.event);
    else refuse(report, number, result.reason);
    if (report.read % linesAtOnce === 0) {
      await keep(ctx, events, report);
      events = [];
      input.onProgress?.(report.read);
    }
  }
  await keep(ctx, events, report);
  report.applied = (await applyEvents(ctx)).applied;
  const { refused: _, ...counts } = report;
  await recordActByHand(ctx.db, ctx, { verb: "feedback.replay", after: counts });
  return report;
}

function refuse(report: ReplayReport, line: number, reason: string): void {
  report.refusedCount += 1;
  if (report.refused.length < reportedLines) report.refused.push({ line, reason });
}

async function keep(ctx: Context, events: NewEvent[], report: ReplayReport): Promise<void> {
  if (events.length === 0) return;
  const placed = (await placeEvents(ctx.db, events)).map((event) => ({
    ...event,
    id: event.id || nameOf(event),
  }));
  const known = await listKnownEventIds(ctx.db, placed);
  const fresh = placed.filter((event) => !known.has(event.id));
  const stored = await insertEvents(ctx.db, fresh);
  report.stored += stored.size;
  report.known += events.length - stored.size;
  report.unmatched += fresh.filter((event) => stored.has(event.id) && isLost(event)).length;
}

/** An event without an id of its own gets one: the same line gives the same name, so that a second replay adds nothing. */
function nameOf({ type, providerId, occurredAt, receivedAt, payload }: NewEvent): string {
  // An event that tells no time is of the instant at which it was read, which is another at the second replay.
  const toldAt = occurredAt.getTime() === receivedAt.getTime() ? null : occurredAt;
  const text = JSON.stringify([type, providerId, toldAt, payload]);
  return `replay_${createHash("sha256").update(text).digest("hex").slice(0, 40)}`;
}
