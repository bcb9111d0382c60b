import { addDays, type Cadence, dayOf } from "../../calendar/periods.ts";
import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { sqlStateOf } from "../../db/database-fault.ts";
import { isGivenWay, type LockPace, untilUnlocked } from "../../db/until-unlocked.ts";
import {
  nextMonth,
  type Partition,
  partitionOfPeriod,
  partitionsFrom,
  readSuffix,
} from "./partition-range.ts";
import {
  createPartition,
  dropEmptyPartition,
  endExclusion,
  excludeFromDefault,
  fillPages,
  liesInDefault,
  listFilled,
  listSuffixes,
  listUnreferred,
  measureDefault,
  proveExclusion,
  proveReference,
  referToBatches,
  takePartitions,
} from "./partitions-store.ts";

/** While fewer whole months than the first are made ahead, as many as the second are made at once. */
const leastMonths = 2;
const madeMonths = 4;

/** An edition is planned no sooner before its month begins: a week may begin three days before its month. */
const daysBeforeMonth = 5;

/** A default partition as small as this is read through in a moment, also by who locks it. */
const usuallySmall = 32_000_000;

/** Emptied partitions stay for so long, for editions that come late. */
const lateDays = 62;

const patient: LockPace = { lockTimeoutMs: 500, mostTries: 40, pauseMs: 500 };
/** For a lock that keeps no worker out; longer than PostgreSQL takes to end an autovacuum that is in its way. */
const unhurried: LockPace = { lockTimeoutMs: 5_000, mostTries: 10, pauseMs: 500 };
const brief: LockPace = { lockTimeoutMs: 500, mostTries: 4, pauseMs: 250 };

/**
 * Makes partitions of the ledger for months to come, and drops old ones of which nothing is left; the others of that age
 * are kept densely from then on, and newer ones have room on their pages. Beside workers, whom it holds for moments; where
 * others hold the tables for long, it leaves the rest to the next time. Safe to repeat.
 *
 * @param smallBytes a larger default partition is read through by nobody who holds it.
 * @returns how many were made and dropped; each is a table of batches and one of deliveries.
 */
export async function keepPartitions(
  ctx: Pick<Context, "db" | "clock" | "log">,
  smallBytes = usuallySmall,
): Promise<{ made: number; dropped: number }> {
  const report = { made: 0, dropped: 0 };
  try {
    const wanted = await listWanted(ctx.db, ctx.clock.now());
    if (wanted.length > 0) await makeAhead(ctx.db, wanted, { smallBytes, report });
    await tendMade(ctx.db, ctx.clock.now(), report);
  } catch (error) {
    ctx.log.warn({ ...report, why: whyNone(error) }, "partitions wait");
  }
  return report;
}

/**
 * Makes the partition of an edition that is about to be planned, where it is missing. Where that takes long, since much
 * lies in the default partition or others hold the tables, the edition goes there: it is as right there. Safe to repeat.
 */
export async function makePartitionFor(
  ctx: Pick<Context, "db" | "log">,
  { cadence, period }: { cadence: Cadence; period: string },
): Promise<void> {
  const partition = partitionOfPeriod(cadence, period);
  if ((await listSuffixes(ctx.db)).includes(partition.suffix)) return;
  try {
    await inTurn(ctx.db, brief, async (tx) => {
      if ((await measureDefault(tx)) > usuallySmall) await endExclusion(tx);
      else await createMissing(tx, partition);
    });
  } catch (error) {
    ctx.log.warn({ partition: partition.suffix, why: whyNone(error) }, "no partition was made");
  }
}

/** Why partitions are left to another time, where the ledger is as right without them. Throws any other error. */
function whyNone(error: unknown): string {
  if (isGivenWay(error)) return "another program holds the tables";
  // Insufficient privilege.
  if (sqlStateOf(error) === "42501") return "the role of DATABASE_URL does not own the tables";
  throw error;
}

/** Missing partitions, when too few are made ahead. */
async function listWanted(db: Database, now: Date): Promise<Partition[]> {
  const first = nextMonth(addDays(dayOf(now), daysBeforeMonth).slice(0, 7));
  const made = new Set(await listSuffixes(db));
  const isMissing = ({ suffix }: Partition) => !made.has(suffix);
  if (!partitionsFrom(first, leastMonths).some(isMissing)) return [];
  const wanted: Partition[] = [];
  for (const partition of partitionsFrom(first, madeMonths).filter(isMissing))
    if (!(await liesInDefault(db, partition))) wanted.push(partition);
  return wanted;
}

async function makeAhead(
  db: Database,
  wanted: Partition[],
  { smallBytes, report }: { smallBytes: number; report: { made: number } },
): Promise<void> {
  const isLarge = (await measureDefault(db)) > smallBytes;
  try {
    if (isLarge) {
      await inTurn(db, patient, (tx) => excludeFromDefault(tx, wanted));
      await inTurn(db, unhurried, proveExclusion);
    }
    for (const partition of wanted)
      report.made += (await inTurn(db, patient, (tx) => createMissing(tx, partition))) ? 1 : 0;
  } finally {
    if (isLarge) await inTurn(db, patient, endExclusion);
  }
}

/** False where it is there already, or rows of it lie in the default partition. */
async function createMissing(tx: Database, partition: Partition): Promise<boolean> {
  return !(await listSuffixes(tx)).includes(partition.suffix) && (await createPartition(tx, partition));
}

async function tendMade(db: Database, now: Date, report: { dropped: number }): Promise<void> {
  const before = addDays(dayOf(now), -lateDays).slice(0, 7);
  const filled = await listFilled(db);
  for (const suffix of await listSuffixes(db)) {
    const partition = readSuffix(suffix);
    if (partition === null) continue;
    const isOld = partition.month < before;
    if (isOld && (await inTurn(db, patient, (tx) => dropEmptyPartition(tx, partition)))) report.dropped += 1;
    else if (isOld && filled.thinly.has(suffix))
      await inTurn(db, unhurried, (tx) => fillPages(tx, partition, "fully"));
    // One that a worker of the release before made.
    else if (!isOld && filled.fully.has(suffix))
      await inTurn(db, unhurried, (tx) => fillPages(tx, partition, "thinly"));
  }
  await tieToBatches(db);
}

/** Gives their key to batches to partitions that a worker of the release before made. */
async function tieToBatches(db: Database): Promise<void> {
  const { missing, unproved } = await listUnreferred(db);
  for (const suffix of [...missing, ...unproved]) {
    const partition = readSuffix(suffix);
    if (partition === null) continue;
    // Another process may have done it meanwhile, or have dropped the partition.
    await inTurn(db, patient, async (tx) => {
      if ((await listUnreferred(tx)).missing.has(suffix)) await referToBatches(tx, partition);
    });
    await inTurn(db, unhurried, async (tx) => {
      if ((await listUnreferred(tx)).unproved.has(suffix)) await proveReference(tx, partition);
    });
  }
}

/** In a transaction in which nobody else makes or drops partitions; again where others hold a table. */
function inTurn<T>(db: Database, pace: LockPace, work: (tx: Database) => Promise<T>): Promise<T> {
  return untilUnlocked(pace, () =>
    db.transaction(async (tx) => {
      await takePartitions(tx, pace);
      return work(tx);
    }),
  );
}
