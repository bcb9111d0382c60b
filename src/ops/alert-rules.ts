import type { alertKinds } from "../db/schema.ts";
import type { OpenPeriod } from "../delivery/due/store.ts";
import { dayOf } from "../ranking/periods.ts";
import { decidingCommands, missedWords } from "./open-period-words.ts";

export type AlertKind = (typeof alertKinds)[number];

/** Something that needs an operator now. */
export type Condition = {
  kind: AlertKind;
  /** The edition, source or queue that it is about; empty when there is but one. */
  subject: string;
  message: string;
  /** What to do. */
  mend: string;
};

/** What the rules judge; times in milliseconds. */
export type AlertFacts = {
  late: { cadence: string; period: string; lateMs: number }[];
  /** Periods that only an operator may still publish, the oldest first. */
  missed: Pick<OpenPeriod, "cadence" | "period" | "dueAt" | "missedReason" | "missedAt">[];
  /** The longest due batch of an edition under way, and since when no batch at all was worked on. */
  oldestDueMs: number | null;
  idleMs: number | null;
  sources: { source: string; failedInARow: number; sinceGoodMs: number | null; error: string | null }[];
  blocked: { reason: string; sinceMs: number; untilMs: number } | null;
  breakers: { editionId: string; reason: string }[];
  uncertain: { editionId: string; count: number }[];
  queueError: string | null;
  oldestEventMs: number | null;
};

const minute = 60_000;
const hour = 60 * minute;

const lateAfterMs = 30 * minute;
const idleAfterMs = 5 * minute;
const sourceDownAfterMs = 6 * hour;
const failuresInARow = 3;
const mostNamed = 10;
const blockedAfterMs = 2 * minute;
const feedbackStuckAfterMs = 15 * minute;

/** What of the facts needs an operator. */
export function findConditions(facts: AlertFacts): Condition[] {
  return [
    ...late(facts),
    ...missed(facts),
    ...sourceDown(facts),
    ...providerBlocked(facts),
    ...facts.breakers.map(
      ({ editionId, reason }): Condition => ({
        kind: "breaker",
        subject: editionId,
        message: `${editionId} is paused by the ${reason}.`,
        mend: `See what the complaints say, then \`paperboy resume --edition ${editionId} --force\` or \`paperboy cancel\`.`,
      }),
    ),
    ...facts.uncertain.map(
      ({ editionId, count }): Condition => ({
        kind: "uncertain",
        subject: editionId,
        message: `${count} deliveries of ${editionId} are uncertain: nobody knows whether the provider accepted them.`,
        mend: `Look them up in the provider's list, then \`paperboy settle --edition ${editionId} --as submitted|failed\`.`,
      }),
    ),
    ...queueDead(facts),
    ...feedbackStuck(facts),
  ];
}

const minutes = (ms: number) => `${Math.round(ms / minute)} minutes`;

function late({ late: editions }: AlertFacts): Condition[] {
  return editions
    .filter(({ lateMs }) => lateMs > lateAfterMs)
    .map(({ cadence, period, lateMs }) => ({
      kind: "edition-late",
      subject: `${cadence}-${period}`,
      message: `The ${cadence} edition of ${period} is ${minutes(lateMs)} late.`,
      mend: "See that a worker runs; `paperboy publish` publishes it by hand.",
    }));
}

/** One alert for what was found missed of a cadence on one day: after a long absence that is many periods at once. */
function missed({ missed: periods }: AlertFacts): Condition[] {
  const groups = new Map<string, AlertFacts["missed"]>();
  for (const period of periods) {
    const subject = `${period.cadence}, found on ${dayOf(period.missedAt ?? period.dueAt)}`;
    groups.set(subject, [...(groups.get(subject) ?? []), period]);
  }
  return [...groups].flatMap(([subject, group]) => {
    const newest = group.at(-1);
    if (newest === undefined) return [];
    const { publish, skip } = decidingCommands(newest);
    const others = group
      .slice(0, -1)
      .toReversed()
      .map(({ period }) => period);
    const also =
      others.length === 0
        ? ""
        : ` So it is with ${others.slice(0, mostNamed).join(", ")}${others.length > mostNamed ? ` and ${others.length - mostNamed} more` : ""}.`;
    return {
      kind: "missed-period",
      subject,
      message: `The ${newest.cadence} edition of ${newest.period} ${missedWords(newest)}.${also}`,
      mend: `Nothing publishes it by itself: \`${publish}\` or \`${skip}\` decides, as do the buttons at /ops.`,
    };
  });
}

function sourceDown({ sources }: AlertFacts): Condition[] {
  return sources
    .filter(
      ({ failedInARow, sinceGoodMs }) =>
        failedInARow >= failuresInARow || (sinceGoodMs !== null && sinceGoodMs > sourceDownAfterMs),
    )
    .map(({ source, failedInARow, error }) => ({
      kind: "source-down",
      subject: source,
      message:
        failedInARow > 0
          ? `${source} failed ${failedInARow} times in a row${error === null ? "" : `: ${error}`}`
          : `${source} has not been collected for hours.`,
      mend: "Editions go on without it and say so. `paperboy ingest` tries again.",
    }));
}

function providerBlocked({ blocked }: AlertFacts): Condition[] {
  if (blocked === null || blocked.sinceMs + blocked.untilMs < blockedAfterMs) return [];
  const isQuota = blocked.reason.startsWith("quota");
  return [
    {
      kind: "provider-blocked",
      subject: "",
      message: `No mail leaves: ${blocked.reason}. The next try is in ${minutes(Math.max(blocked.untilMs, minute))}.`,
      mend: isQuota
        ? "It goes on by itself when the quota begins anew; a larger plan ends it at once."
        : "Check RESEND_API_KEY and the sending domain with `paperboy doctor`; it goes on by itself.",
    },
  ];
}

function queueDead({ queueError, oldestDueMs, idleMs, blocked }: AlertFacts): Condition[] {
  if (queueError !== null) {
    return [
      {
        kind: "queue-dead",
        subject: "",
        message: `The queue does not answer: ${queueError}.`,
        mend: "Check REDIS_URL and that Redis runs. Nothing is lost; delivery goes on by itself.",
      },
    ];
  }
  const isStuck =
    oldestDueMs !== null && oldestDueMs > idleAfterMs && (idleMs === null || idleMs > idleAfterMs);
  return isStuck && blocked === null
    ? [
        {
          kind: "queue-dead",
          subject: "",
          message: `Mail has been due for ${minutes(oldestDueMs)} and no worker takes it.`,
          mend: "Start a worker: `paperboy worker` or `paperboy start`.",
        },
      ]
    : [];
}

function feedbackStuck({ oldestEventMs }: AlertFacts): Condition[] {
  if (oldestEventMs === null || oldestEventMs < feedbackStuckAfterMs) return [];
  return [
    {
      kind: "feedback-stuck",
      subject: "",
      message: `Webhook events wait for ${minutes(oldestEventMs)} to be applied.`,
      mend: "Start a worker for the queue `feedback`.",
    },
  ];
}
