import type { Cadence } from "../calendar/periods.ts";

/** What belongs to the code of a failed try. */
export type DueFacts = {
  /** Sources that gave no usable answer. */
  sources?: string[];
  /** Days of which Hugging Face has not said, after their close, what they hold. */
  days?: string[];
};

/** Why a step did not come to its end: a code that programs may compare, and what belongs to it. */
export type Setback = { code: string; facts: DueFacts };

/** One row of what is due. */
export type DueKey =
  | { table: "due_periods"; cadence: Cadence; period: string }
  | { table: "due_looks"; day: string }
  | { table: "due_chores"; name: Chore }
  | { table: "due_errands"; id: string };

/** What is done by the clock and is about no period and no day. */
export const chores = ["housekeeping", "reconcile"] as const;

export type Chore = (typeof chores)[number];
