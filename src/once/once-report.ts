import { minuteWords } from "../calendar/minute-words.ts";
import { countSettledSince, findFirstDoubt, listEditionsSince } from "../delivery/ledger/run-store.ts";
import { type EditionStatus, listEditionStatus } from "../delivery/progress/edition-status.ts";
import { findGateBlock } from "../delivery/provider/gate-store.ts";
import { keyEndsAt } from "../delivery/send/key-life.ts";
import { troubleWords } from "../delivery/trouble-words.ts";
import { decidingCommands, describeOpenPeriod } from "../due/open-period-words.ts";
import { listOpenPeriods, type OpenPeriod } from "../due/store.ts";
import { findLeft } from "./find-left.ts";
import type { OnceRun } from "./once-run.ts";

/** What one run did with an edition, and how the edition stands. */
export type OnceEdition = Pick<
  EditionStatus,
  | "editionId"
  | "state"
  | "stateReason"
  | "planned"
  | "pending"
  | "sealed"
  | "submitted"
  | "excluded"
  | "failed"
  | "uncertain"
> & {
  isNew: boolean;
  isPausedByBreaker: boolean;
  /** Of batches that were settled in this run. */
  inThisRun: { submitted: number; excluded: number; failed: number; uncertain: number };
};

export type OnceReport = {
  startedAt: Date;
  endedAt: Date;
  /** Days that were looked at. */
  days: string[];
  /** What was fetched of the provider's word: events, and addresses that it suppresses. */
  feedback: { events: number; suppressed: number } | null;
  /** Published, under way or finished in this run. */
  editions: OnceEdition[];
  /** What is as it should be and good to know, each in a sentence. */
  notes: string[];
  /** What is not as it should be, each in a sentence: with any of them the run has failed. */
  problems: string[];
};

/** Reads what a run came to from the ledger, after its end. */
export async function gatherOnceReport(run: OnceRun): Promise<OnceReport> {
  const { ctx, startedAt, feedback } = run;
  const editions = await gatherEditions(run);
  const open = await listOpenPeriods(ctx.db, ctx.clock.now());
  const ofRequests = await problemsOfRequests(run);
  return {
    startedAt,
    endedAt: ctx.clock.now(),
    days: [...run.looks].sort(),
    feedback:
      feedback === null
        ? null
        : { events: feedback.events?.stored ?? 0, suppressed: feedback.suppressions.added },
    editions,
    notes: [
      ...(run.isTrial && ofRequests.length === 0 ? [newLedger] : []),
      ...(feedback?.refused ?? []).map(refusedReading),
      ...editions.flatMap(noteOn),
    ],
    problems: [
      ...run.failures.values(),
      ...(run.wanted?.attempts === 0 ? [untried(run.wanted.day)] : []),
      ...open.flatMap((one) => problemOfPeriod(run, one)),
      ...editions.flatMap(problemsOf),
      ...ofRequests,
    ],
  };
}

/** As where the database was away for nearly all of the time. */
const untried = (day: string) =>
  `The edition of ${day} was not published by this run, whose time was over before.`;

async function gatherEditions({ ctx, startedAt }: OnceRun): Promise<OnceEdition[]> {
  const ids = await listEditionsSince(ctx.db, startedAt);
  const settled = new Map(
    (await countSettledSince(ctx.db, ids, startedAt)).map(({ editionId, ...counts }) => [editionId, counts]),
  );
  const editions: OnceEdition[] = [];
  for (const id of ids) {
    const [status] = await listEditionStatus(ctx.db, id);
    if (status === undefined) continue;
    const { editionId, state, stateReason, isPausedByBreaker } = status;
    const { planned, pending, sealed, submitted, excluded, failed, uncertain } = status;
    editions.push({
      editionId,
      isNew: status.publishedAt >= startedAt,
      state,
      stateReason,
      isPausedByBreaker,
      ...{ planned, pending, sealed, submitted, excluded, failed, uncertain },
      inThisRun: settled.get(editionId) ?? { submitted: 0, excluded: 0, failed: 0, uncertain: 0 },
    });
  }
  return editions;
}

function problemsOf({ editionId, isPausedByBreaker, stateReason, inThisRun }: OnceEdition): string[] {
  const { failed, uncertain } = inThisRun;
  return [
    ...(isPausedByBreaker ? [`${editionId} is paused: ${stateReason ?? "the breaker has tripped"}.`] : []),
    ...(failed > 0
      ? [`${editionId}: ${failed} failed; \`paperboy status --edition ${editionId}\` tells why.`]
      : []),
    ...(uncertain > 0
      ? [
          `${editionId}: ${uncertain} uncertain, which are never sent again by themselves; \`paperboy settle\` decides.`,
        ]
      : []),
  ];
}

function noteOn({ editionId, state, stateReason, isPausedByBreaker }: OnceEdition): string[] {
  if ((state !== "held" && state !== "paused") || isPausedByBreaker) return [];
  return [`${editionId} is ${state}${stateReason === null ? "" : `: ${stateReason}`}.`];
}

/** What was left to an operator in an earlier run was told by that run. */
function problemOfPeriod({ startedAt }: OnceRun, open: OpenPeriod): string[] {
  if (open.state === "due") return [`${describeOpenPeriod(open)}.`];
  if (open.missedAt === null || open.missedAt < startedAt) return [];
  const { publish, skip } = decidingCommands(open);
  return [`${describeOpenPeriod(open)}: \`${publish}\` or \`${skip}\` decides.`];
}

async function problemsOfRequests(run: OnceRun): Promise<string[]> {
  const { ctx, leaving, unheard, minutes, isTrial } = run;
  const { requests, withheld } = await findLeft(run);
  if (isTrial) return withheld > 0 ? [newLedger] : [];
  const doubtedAt = await findFirstDoubt(ctx.db);
  const shut = leaving?.isOpen === false ? leaving.refusal : unheard;
  if (shut !== null) return [shut, ...(doubtedAt === null ? [] : [doubtWords(doubtedAt)])];
  if (requests === 0) return [];
  const now = ctx.clock.now();
  const block = ctx.mailer.name === "outbox" ? null : await findGateBlock(ctx.db, now);
  if (block !== null)
    return [`No mail leaves before ${minuteWords(block.until)}: ${troubleWords(block.code, block.words)}.`];
  const open = `${requests} ${requests === 1 ? "request has" : "requests have"} no outcome within ${minutes} ${minutes === 1 ? "minute" : "minutes"}`;
  return doubtedAt === null
    ? [`${open}: the next run goes on.`]
    : [`${open}: the next run goes on. ${doubtWords(doubtedAt)}`];
}

/** A run a day comes too late for them. */
function doubtWords(doubtedAt: Date): string {
  return `An answer was lost: a run before ${minuteWords(keyEndsAt(doubtedAt))} asks again with the same bytes under the same key; after it such mails are uncertain.`;
}

const newLedger =
  "This installation begins with this run, which mails nobody: under CI an empty database may be one that ends with the run, such as a service container. The next run over the same database sends what is due; if each run says so, DATABASE_URL names one that does not last.";

function refusedReading(reading: string): string {
  return `Resend does not tell its ${reading} to this key: webhooks alone tell of them.`;
}
