import type { Context } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import { sqlStateOf } from "../../db/database-fault.ts";
import type { KeptHistory } from "../kept-shapes.ts";
import { listBrokenLedgers } from "../ledger/status-store.ts";
import {
  countBatchFigures,
  countGroups,
  type DeliveryGroup,
  findUncounted,
  foldTotals,
  listGroups,
  listKeptSince,
  listUncounted,
  listUnfolded,
  replaceTotals,
  takeTotals,
  type Uncounted,
  worthKeeping,
} from "../ledger/totals-store.ts";
import { countSendingHistory } from "./edition-progress.ts";

/** More rows than this are put together into few: some minutes of a send. */
const mostRows = 500;

/** How long one turn may go on; what is left then comes in the next. */
const turnMs = 5_000;

/**
 * Counts editions whose totals are not kept yet, or were finished since, and puts together what changed. Safe to repeat,
 * and to run in many processes; a turn takes some seconds at the most, and one large edition.
 *
 * @returns how many editions were counted.
 */
export async function tendTotals(ctx: Pick<Context, "db" | "clock" | "log">): Promise<number> {
  const beganAt = performance.now();
  for (const id of await listUnfolded(ctx.db, mostRows)) await foldTotals(ctx.db, id);
  const uncounted = await listUncounted(ctx.db, worthKeeping, { among: null, limit: 100 });
  let counted = 0;
  for (const edition of uncounted) {
    if (performance.now() - beganAt > turnMs) break;
    if ((await countEdition(ctx.db, edition, ctx.clock.now())) === "kept") counted += 1;
  }
  return counted;
}

/**
 * Counts those of some editions that are large and not counted yet, so that whoever looks next need not. A database that
 * takes no writes, or another process that counts just now, leaves them as they are.
 *
 * @param among one edition, or so many of the newest.
 */
export async function keepMissingTotals(db: Database, among: string | number, now: Date): Promise<void> {
  const limit = typeof among === "number" ? among : 1;
  for (const edition of await listUncounted(db, worthKeeping, { among, limit })) {
    await countEdition(db, edition, now);
  }
}

/** Serialization failure, read-only transaction, no transaction that could take a snapshot, a statement's time is over. */
const leftAlone = new Set(["40001", "25006", "25001", "57014"]);

async function countEdition(db: Database, edition: Uncounted, now: Date): Promise<"kept" | "left"> {
  const counted = await inOneSnapshot(db, (tx) => countWithin(tx, edition, now));
  return counted === "left" ? "left" : "kept";
}

/**
 * Does something in a transaction of one snapshot, which gives way to whoever changes the same meanwhile.
 *
 * @returns `left` where it gave way: nothing was done.
 */
export async function inOneSnapshot<T>(
  db: Database,
  work: (tx: Database) => Promise<T | "left">,
): Promise<T | "left"> {
  try {
    return await db.transaction(work, { isolationLevel: "repeatable read" });
  } catch (error) {
    if (leftAlone.has(sqlStateOf(error) ?? "")) return "left";
    throw error;
  }
}

/**
 * Counts one edition and keeps what it finds, and whether its ledger adds up, in the one snapshot of its transaction: a
 * change that this does not see is a row of the totals that it does not see either, and that stays.
 */
export async function countWithin(
  tx: Database,
  edition: Uncounted,
  now: Date,
): Promise<{ isWhole: boolean } | "left"> {
  // The snapshot is taken before the lock: who finds totals that were put there in between gives way (40001).
  if (!(await takeTotals(tx, edition.id))) return "left";
  const groups = await countGroups(tx, edition.id);
  const isWhole = (await listBrokenLedgers(tx, [edition.id])).length === 0;
  const history = edition.isFinished ? await historyOf(tx, edition.id, groups) : null;
  const figures = await countBatchFigures(tx, edition.id);
  await replaceTotals(tx, edition, { groups, figures, history, isWhole }, now);
  return { isWhole };
}

async function historyOf(tx: Database, editionId: string, groups: DeliveryGroup[]): Promise<KeptHistory> {
  const sumOf = (state: DeliveryGroup["state"]) =>
    groups.filter((group) => group.state === state).reduce((sum, { deliveries }) => sum + deliveries, 0);
  const { spanSeconds, spans } = await countSendingHistory(tx, editionId);
  return {
    submitted: sumOf("submitted"),
    failed: sumOf("failed"),
    spanSeconds,
    spans: spans.map((span) => ({ ...span, from: span.from.toISOString() })),
  };
}

/**
 * Counts an edition's deliveries anew, however few they are, and keeps what it finds. Safe beside whatever moves them
 * meanwhile.
 *
 * @returns whether the totals were right until then; null when they were not kept, could not be counted just now, or are
 *   all that is left of the edition.
 */
export async function recountTotals(db: Database, editionId: string, now: Date): Promise<boolean | null> {
  const edition = await findUncounted(db, editionId);
  if (edition === null) return null;
  const isRight = edition.isKept ? await areTotalsRight(db, editionId) : null;
  return (await countEdition(db, edition, now)) === "kept" ? isRight : null;
}

/** Mails of older editions are heard of no more, but rarely. */
const checkedDays = 14;

/**
 * Counts anew the editions of the last fortnight whose totals are kept, and says in the log which were wrong, which is a
 * defect. Safe to repeat.
 */
export async function checkTotals(ctx: Pick<Context, "db" | "clock" | "log">): Promise<void> {
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - checkedDays * 86_400_000);
  for (const editionId of await listKeptSince(ctx.db, since)) {
    if ((await recountTotals(ctx.db, editionId, now)) === false)
      ctx.log.error({ editionId }, "kept totals were wrong, and are counted anew: please report it");
  }
}

function areTotalsRight(db: Database, editionId: string): Promise<boolean> {
  return db.transaction(
    async (tx) => describe(await listGroups(tx, editionId)) === describe(await countGroups(tx, editionId)),
    { isolationLevel: "repeatable read" },
  );
}

/** As a text that is the same of groups that say the same; of which delivery a group tells the reason is no matter. */
function describe(groups: DeliveryGroup[]): string {
  const quiet = new Map<string, number>();
  for (const group of groups) quiet.set(group.state, (quiet.get(group.state) ?? 0) + group.quiet);
  const lines = groups
    .filter(({ deliveries }) => deliveries !== 0)
    .map(({ reason: _, quiet: __, ...group }) => JSON.stringify(group, Object.keys(group).toSorted()));
  const quietLines = [...quiet]
    .filter(([, count]) => count !== 0)
    .map(([state, count]) => `${state} ${count}`);
  return [...lines, ...quietLines].toSorted().join("\n");
}
