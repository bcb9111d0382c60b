import type { AlertKind, Condition } from "../alerts/model.ts";
import { type AlertFacts, conditionsOf } from "../watch/alert-rules.ts";

const minute = 60_000;
const hour = 60 * minute;
const sample = { cadence: "daily", period: "2026-06-18" } as const;
const editionId = `${sample.cadence}-${sample.period}`;
const living = {
  host: "worker-1",
  clockOffsetMs: 0,
  isClockRight: true,
  queueFault: null,
  queueError: null,
  fullDisks: {},
};

/** Facts of an installation in which nothing needs an operator. */
export const noAlertFacts: AlertFacts = {
  late: [],
  missed: [],
  oldestDueMs: null,
  idleMs: null,
  sources: [],
  blocked: null,
  breakers: [],
  ratios: [],
  uncertain: [],
  held: [],
  refusedWebhooks: 0,
  processes: [],
  oldestEventMs: null,
  runs: null,
};

const bounces = {
  measure: "permanent bounces",
  count: 61,
  submitted: 1_200,
  limitRatio: 0.05,
  editionId,
  windowDays: 7,
  heardSince: null,
} as const;

/** Facts that raise each alert, so that its own rule words it. */
const facts: Record<AlertKind, Partial<AlertFacts>> = {
  "edition-late": { late: [{ ...sample, lateMs: 47 * minute }] },
  "source-down": {
    sources: [{ source: "arxiv", failedInARow: 4, sinceGoodMs: 7 * hour, error: "arXiv answered 503" }],
  },
  "provider-blocked": {
    blocked: { code: "quota-day", words: null, sinceMs: 5 * minute, untilMs: 180 * minute },
  },
  breaker: {
    breakers: [{ editionId, reason: "breaker: 61 permanent bounces among 1,200 submitted mails (5.1 %)" }],
  },
  uncertain: { uncertain: [{ editionId, count: 12 }] },
  "queue-dead": { oldestDueMs: 12 * minute, idleMs: 11 * minute },
  "feedback-stuck": { oldestEventMs: 25 * minute },
  "missed-period": {
    missed: [
      {
        ...sample,
        dueAt: new Date("2026-06-19T04:00:00Z"),
        missedReason: "late",
        missedAt: new Date("2026-06-20T04:00:00Z"),
      },
    ],
  },
  "held-edition": {
    held: [{ editionId, holdEndsAt: null, atHoldEnd: null, isFirstDue: true, isOver: false }],
  },
  "webhooks-refused": { refusedWebhooks: 14 },
  "clock-off": { processes: [{ ...living, clockOffsetMs: -42_000, isClockRight: false }] },
  "disk-full": { processes: [{ ...living, fullDisks: { PostgreSQL: "0.9 of 40 GB are free" } }] },
  "queue-moved": {
    processes: [{ ...living, queueFault: "moved", queueError: "MOVED 10972 10.0.0.3:6379" }],
  },
  "breaker-near": { ratios: [{ ...bounces, level: "near" }] },
};

/** An alert of a kind about an invented trouble, in the words of its rule. */
export function sampleAlert(kind: AlertKind): Condition {
  const [condition] = conditionsOf({ ...noAlertFacts, ...facts[kind] });
  if (condition === undefined) throw new Error(`the sample of ${kind} raises no alert`);
  return condition;
}
