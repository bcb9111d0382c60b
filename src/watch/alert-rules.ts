import type { Condition } from "../alerts/model.ts";
import { minuteWords } from "../calendar/minute-words.ts";
import { dayOf } from "../calendar/periods.ts";
import type { BreakerFinding } from "../delivery/breaker/breaker.ts";
import { breakerMend, feedbackWords } from "../delivery/breaker/pause-words.ts";
import type { BlockReason } from "../delivery/codes.ts";
import { type HoldColumns, holdSentence } from "../delivery/hold-words.ts";
import { troubleWords } from "../delivery/trouble-words.ts";
import { decidingCommands, missedWords } from "../due/open-period-words.ts";
import type { OpenPeriod } from "../due/store.ts";
import type { ProcessReport } from "./process-report.ts";
import { isServedByRuns, type RunFacts } from "./served-by-runs.ts";

/** What the rules judge; times in milliseconds. */
export type AlertFacts = {
  late: { cadence: string; period: string; lateMs: number }[];
  /** Periods that only an operator may still publish, the oldest first. */
  missed: Pick<OpenPeriod, "cadence" | "period" | "dueAt" | "missedReason" | "missedAt">[];
  /**
   * The longest due batch of an edition under way, and since when no batch at all was worked on: null where none was
   * lately.
   */
  oldestDueMs: number | null;
  idleMs: number | null;
  sources: { source: string; failedInARow: number; sinceGoodMs: number | null; error: string | null }[];
  blocked: { code: BlockReason; words: string | null; sinceMs: number; untilMs: number } | null;
  breakers: { editionId: string; reason: string }[];
  /** Complaints and bounces that are near a limit of the breaker, or over it. */
  ratios: BreakerFinding[];
  uncertain: { editionId: string; count: number }[];
  /** Editions that wait for approval although their first digest is due, or nobody came by the end of their hold. */
  held: (Omit<HoldColumns, "state"> & { editionId: string; isFirstDue: boolean; isOver: boolean })[];
  /** Within a quarter of an hour. */
  refusedWebhooks: number;
  /** What each living process says of its clock, queue and disks. */
  processes: ProcessReport[];
  oldestEventMs: number | null;
  /** Null without any run of `paperboy once`. */
  runs: RunFacts | null;
};

const minute = 60_000;
const hour = 60 * minute;

const lateAfterMs = 30 * minute;
const idleAfterMs = 5 * minute;
const sourceDownAfterMs = 6 * hour;
const failuresInARow = 3;
const mostNamed = 10;
const blockedAfterMs = 2 * minute;
/** A stranger's few tries are no reason to wake anybody. */
const mostRefusedWebhooks = 5;
const feedbackStuckAfterMs = 15 * minute;

/** What of the facts needs an operator. */
export function conditionsOf(facts: AlertFacts): Condition[] {
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
        mend: breakerMend(editionId),
      }),
    ),
    ...breakerNear(facts),
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
    ...facts.held.flatMap(held),
    ...webhooksRefused(facts),
    ...facts.processes.flatMap(clockOff),
    ...facts.processes.flatMap(diskFull),
  ];
}

/** One alert when its first digests are due, and one more when the time is over by which somebody was to come. */
function held(edition: AlertFacts["held"][number]): Condition[] {
  const { editionId, holdEndsAt, atHoldEnd, isFirstDue, isOver } = edition;
  const mend = `Look at it with \`paperboy preview\`, then \`paperboy approve --edition ${editionId}\` or \`paperboy cancel\`.`;
  const condition = (subject: string, message: string): Condition => ({
    kind: "held-edition",
    subject,
    message,
    mend,
  });
  const hold = isOver ? null : holdSentence({ state: "held", holdEndsAt, atHoldEnd });
  const first = `${editionId} waits for approval, and its first digests are due${hold === null ? "" : `: it ${hold}`}.`;
  const last = `Nobody approved ${editionId} by ${holdEndsAt === null ? "then" : minuteWords(holdEndsAt)}: it stays held.`;
  return [
    ...(isFirstDue ? [condition(editionId, first)] : []),
    ...(isOver && atHoldEnd === "stay" ? [condition(`${editionId}, past its deadline`, last)] : []),
  ];
}

function webhooksRefused({ refusedWebhooks }: AlertFacts): Condition[] {
  if (refusedWebhooks <= mostRefusedWebhooks) return [];
  return [
    {
      kind: "webhooks-refused",
      subject: "",
      message: `${refusedWebhooks} webhooks were refused in the last quarter of an hour: their signature was missing, wrong or too old.`,
      mend: "Compare RESEND_WEBHOOK_SECRET with the provider's page of webhooks, and see `paperboy doctor`. If it is right, strangers tried.",
    },
  ];
}

function clockOff({ host, isClockRight, clockOffsetMs }: ProcessReport): Condition[] {
  if (isClockRight) return [];
  const seconds = Math.round(Math.abs(clockOffsetMs) / 1000);
  const side = clockOffsetMs < 0 ? "behind" : "ahead of";
  return [
    {
      kind: "clock-off",
      subject: host,
      message: `A process on ${host} does no work: its clock is ${seconds} s ${side} PostgreSQL's.`,
      mend: "Run a time service (chrony, systemd-timesyncd) there and where PostgreSQL runs. It goes on by itself.",
    },
  ];
}

function diskFull({ host, fullDisks }: ProcessReport): Condition[] {
  return Object.entries(fullDisks).map(([name, words]) => ({
    kind: "disk-full",
    subject: `${host}: ${name}`,
    message: `The disk of ${name} on ${host} is nearly full: ${words}.`,
    mend: "Make room before it is full, or nothing can be written: `paperboy housekeeping` lets go of what is old.",
  }));
}

const minutes = (ms: number) => `${Math.round(ms / minute)} minutes`;

/** What has become due since the last run waits for the next one. */
function late({ late: editions, runs }: AlertFacts): Condition[] {
  return editions
    .filter(({ lateMs }) => lateMs > lateAfterMs && !(isServedByRuns(runs) && lateMs < runs.sinceMs))
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

/** Between two runs nothing is collected: how old it was at the end of the last one is what tells. */
function sourceDown({ sources, runs }: AlertFacts): Condition[] {
  const restMs = isServedByRuns(runs) ? runs.sinceMs : 0;
  return sources
    .filter(
      ({ failedInARow, sinceGoodMs }) =>
        failedInARow >= failuresInARow || (sinceGoodMs !== null && sinceGoodMs - restMs > sourceDownAfterMs),
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
  const isQuota = blocked.code === "quota-day" || blocked.code === "quota-month";
  return [
    {
      kind: "provider-blocked",
      subject: "",
      message: `No mail leaves: ${troubleWords(blocked.code, blocked.words)}. The next try is in ${minutes(Math.max(blocked.untilMs, minute))}.`,
      mend: isQuota
        ? "It goes on by itself when the quota begins anew; a larger plan ends it at once."
        : "Check RESEND_API_KEY, MAIL_FROM, MAIL_REPLY_TO and the sending domain with `paperboy doctor`, and start the workers again after a change; it goes on by itself.",
    },
  ];
}

/** What has tripped is told by the editions that it paused; while there is none, by what will be. */
function breakerNear({ ratios, breakers }: AlertFacts): Condition[] {
  return ratios
    .filter(({ level }) => level === "near" || breakers.length === 0)
    .map((finding): Condition => {
      const end =
        finding.level === "near"
          ? "at the limit sending pauses"
          : "the next edition pauses before its first request";
      return {
        kind: "breaker-near",
        subject: finding.editionId ?? "",
        message: `${feedbackWords(finding)}: ${end}.`,
        mend: "See with `paperboy status` and the edition's page at /ops who complains and what bounces, and take addresses of doubtful consent off the list before the next edition.",
      };
    });
}

function queueDead(facts: AlertFacts): Condition[] {
  const { processes, oldestDueMs, idleMs, blocked } = facts;
  const faulty = processes.filter(({ queueError }) => queueError !== null);
  const moved = faulty.filter(isMoved).slice(0, 1).map(queueMoved);
  const dead = faulty.find((report) => !isMoved(report));
  if (dead !== undefined) {
    return [
      ...moved,
      {
        kind: "queue-dead",
        subject: "",
        message: `The queue cannot be used: ${dead.queueError}.`,
        mend: "Check REDIS_URL, and that Redis runs, is no read-only replica and has memory left. Nothing is lost; delivery goes on by itself.",
      },
    ];
  }
  if (moved.length > 0) return moved;
  const isStuck =
    oldestDueMs !== null && oldestDueMs > idleAfterMs && (idleMs === null || idleMs > idleAfterMs);
  return isStuck && blocked === null && !isServedByRuns(facts.runs)
    ? [
        {
          kind: "queue-dead",
          subject: "",
          message: `Mail has been due for ${minutes(oldestDueMs)} and no worker takes it.`,
          mend: "Start a worker: `paperboy worker` or `paperboy start`. Where `paperboy once` does the work, see that it runs.",
        },
      ]
    : [];
}

/** A node of a Redis Cluster answers so for a key that another node keeps. */
function isMoved({ queueFault }: ProcessReport): boolean {
  return queueFault === "moved";
}

function queueMoved(): Condition {
  return {
    kind: "queue-moved",
    subject: "",
    message:
      "The queue answers MOVED: REDIS_URL names a node of a Redis Cluster that does not keep the queue.",
    mend: "Name some nodes of the cluster in REDIS_CLUSTER, with braces in QUEUE_PREFIX, instead of one in REDIS_URL, or use a Redis that is no cluster.",
  };
}

function feedbackStuck(facts: AlertFacts): Condition[] {
  const { oldestEventMs } = facts;
  if (oldestEventMs === null || oldestEventMs < feedbackStuckAfterMs || isServedByRuns(facts.runs)) return [];
  return [
    {
      kind: "feedback-stuck",
      subject: "",
      message: `Webhook events wait for ${minutes(oldestEventMs)} to be applied.`,
      mend: "Start a worker for the queue `feedback`.",
    },
  ];
}
