import { addDays, dayOf } from "../../calendar/periods.ts";
import { capOn } from "../plan/warm-up.ts";
import type { DueEstimate } from "./estimate.ts";

/** How a new domain is warmed up from an instant on. */
export type WarmUpAhead = {
  /** The caps of its days of sending, in their order. */
  steps: number[];
  /** On how many days before this one (UTC) it has sent. */
  daysBefore: number;
  /** Mails that count on this day already. */
  mailsToday: number;
  /** When the next edition of the cadence comes out: who waits then gets that one. */
  nextEditionAt: Date;
};

export type CappedDays = {
  /** What is mailed, and when it is due; in the order of time within each day. */
  due: DueEstimate[];
  /** How many mails leave on this day (UTC). */
  today: number;
  /** How many readers wait when the next edition comes out. */
  excluded: number;
};

const dayMs = 24 * 3_600_000;

/** What becomes of mails that exceed the caps: each is due a day later, before others, until the next edition is out. */
export function capDays(due: DueEstimate[], ahead: WarmUpAhead, now: Date): CappedDays {
  const capped: CappedDays = { due: [], today: 0, excluded: 0 };
  let left = due.map((one) => ({ ...one, dueAt: later(one.dueAt, now), hasWaited: false }));
  let { daysBefore, mailsToday: counted } = ahead;
  for (let day = dayOf(now); left.length > 0; day = addDays(day, 1)) {
    const cap = capOn(ahead.steps, daysBefore);
    let room = cap === null ? Number.POSITIVE_INFINITY : Math.max(0, cap - counted);
    const next = left.filter(({ dueAt }) => dayOf(dueAt) !== day);
    for (const one of inTurn(left.filter(({ dueAt }) => dayOf(dueAt) === day))) {
      if (one.hasWaited && one.dueAt >= ahead.nextEditionAt) {
        capped.excluded += one.mails;
        continue;
      }
      const mails = Math.min(one.mails, room);
      room -= mails;
      counted += mails;
      if (day === dayOf(now)) capped.today += mails;
      if (mails > 0) capped.due.push(partOf(one, mails));
      if (mails < one.mails) {
        const dueAt = new Date(one.dueAt.getTime() + dayMs);
        next.push({ ...partOf(one, one.mails - mails), dueAt, hasWaited: true });
      }
    }
    if (counted > 0) daysBefore += 1;
    counted = 0;
    left = next;
  }
  return capped;
}

function inTurn<T extends { dueAt: Date; hasWaited: boolean }>(due: T[]): T[] {
  return due.toSorted(
    (one, other) =>
      Number(other.hasWaited) - Number(one.hasWaited) || one.dueAt.getTime() - other.dueAt.getTime(),
  );
}

function partOf({ dueAt, requests, mails }: DueEstimate, part: number): DueEstimate {
  return { dueAt, requests: Math.ceil((requests * part) / mails), mails: part };
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
