import { setTimeout as wait } from "node:timers/promises";
import { listActiveAlerts } from "../alerts/store.ts";
import { minuteWords } from "../calendar/minute-words.ts";
import { listOpenNeeds } from "../console/open-needs.ts";
import { limitStatements } from "../db/limit-statements.ts";
import { type EditionFeedback, outcomeWords, withFeedback } from "../delivery/progress/edition-progress.ts";
import {
  type EditionStatus,
  listDoubtedLedgers,
  listEditionStatus,
  quietSentence,
  repeatedSentence,
  retiredSentence,
} from "../delivery/progress/edition-status.ts";
import { keepMissingTotals, recountTotals } from "../delivery/progress/keep-totals.ts";
import { findPace, paceSentence } from "../delivery/provider/present-pace.ts";
import { decidingCommands, describeOpenPeriod } from "../due/open-period-words.ts";
import { listOpenPeriods, type OpenPeriod } from "../due/store.ts";
import { type CommandRun, command, withContext } from "./program.ts";
import { progressBar } from "./progress-bar.ts";

const watchEveryMs = 500;
/** How long the database may look for one part; what is counted for the first time may take as long as it does. */
const lookMs = 60_000;
const shownEditions = 20;

export const statusCommand = () =>
  command("status", "count deliveries per state; the counts add up", "status --edition daily-2026-06-18")
    .option("--edition <id>", "one edition (default: the latest ones)")
    .option("--watch", "with --edition: a progress bar until the edition is done")
    .option("--recount", "count deliveries anew where totals are kept, and say which were wrong")
    .action((options: { edition?: string; watch?: boolean; recount?: boolean; json?: boolean }) =>
      withContext(options, async (run) => {
        if (options.recount) await recount(run, options.edition ?? null);
        await keepMissingTotals(run.ctx.db, options.edition ?? shownEditions, run.ctx.clock.now());
        if (options.edition !== undefined && options.watch && !run.out.isJson)
          await watch(run, options.edition);
        await limitStatements(lookMs, () => print(run, options.edition ?? null));
      }),
    );

async function print({ ctx, out }: CommandRun, editionId: string | null): Promise<void> {
  const editions = await withFeedback(ctx.db, await listEditionStatus(ctx.db, editionId, shownEditions));
  out.json(editionId === null ? editions : editions[0]);
  if (editions.length === 0) out.line("No edition is published yet: `paperboy publish` makes one.");
  for (const one of editions) printOne(out, one);
  const ids = editions.map((one) => one.editionId);
  for (const id of await listDoubtedLedgers(ctx.db, ids)) {
    out.note(`The ledger of ${id} does not add up, which is a defect: please report it.`);
  }
  const open = editionId === null ? await listOpenPeriods(ctx.db, ctx.clock.now()) : [];
  sayOpenPeriods(out, open);
  const pace = await findPace(ctx);
  if (editionId === null && pace !== null)
    out.line(`The limit is ${paceSentence(pace)}${pace.at === null ? "" : ` (${minuteWords(pace.at)})`}.`);
  await noteNeeds({ ctx, out }, editionId, open.length > 0);
}

async function recount({ ctx, out }: CommandRun, editionId: string | null): Promise<void> {
  for (const { editionId: id, retiredSince } of await listEditionStatus(ctx.db, editionId, shownEditions)) {
    if (retiredSince !== null)
      out.note(`The totals of ${id} are all that is kept of it: there is nothing to count anew.`);
    else if ((await recountTotals(ctx.db, id, ctx.clock.now())) === false)
      out.note(`The totals of ${id} were wrong and are counted anew, which is a defect: please report it.`);
  }
}

/** All that waits, or what concerns one edition; that nothing does is said only where nothing does. */
async function noteNeeds(
  { ctx, out }: CommandRun,
  editionId: string | null,
  hasOpenPeriods: boolean,
): Promise<void> {
  const needs = (await listOpenNeeds(ctx)).filter(
    (need) => editionId === null || need.editionId === null || need.editionId === editionId,
  );
  const alerts = editionId === null ? await listActiveAlerts(ctx.db) : [];
  for (const { kind, message } of [...alerts, ...needs]) out.note(`${kind}: ${message}`);
  const isQuiet = alerts.length + needs.length === 0 && !hasOpenPeriods;
  if (editionId === null && isQuiet) out.line("Nothing needs you.");
}

/** JSON is the editions' alone; there the sentences are notes beside it. */
function sayOpenPeriods(out: CommandRun["out"], periods: OpenPeriod[]): void {
  const say = out.isJson ? out.note : out.line;
  for (const open of periods) {
    const { publish, skip } = decidingCommands(open);
    say(
      `${describeOpenPeriod(open)}.${open.state === "missed" ? ` Decide: \`${publish}\` or \`${skip}\`.` : ""}`,
    );
  }
}

function printOne(out: CommandRun["out"], one: EditionStatus & { feedback: EditionFeedback }): void {
  out.line(`${one.editionId}: ${one.state}${one.stateReason ? ` (${one.stateReason})` : ""}`);
  out.line(
    `  ${one.planned} planned = ${one.pending} pending + ${one.sealed} sealed + ${one.submitted} submitted + ${one.excluded} excluded + ${one.failed} failed + ${one.uncertain} uncertain, in ${one.batches} batches`,
  );
  const retired = retiredSentence(one);
  if (retired !== null) out.line(`  ${retired}`);
  const quiet = quietSentence(one);
  if (quiet !== null) out.line(`  ${quiet}`);
  for (const { state, reason, count } of one.reasons) out.line(`  ${count} ${state}: ${reason}`);
  for (const repeated of one.repeated) out.line(`  ${repeatedSentence(repeated)}`);
  const { outcomes, opened, clicked, machineOpened, machineClicked } = one.feedback;
  if (one.submitted === 0) return;
  out.line(
    `  heard back: ${outcomes.map(({ outcome, count }) => `${count} ${outcomeWords(outcome)}`).join(", ")}`,
  );
  out.line(
    `  opened by ${opened} people and ${machineOpened} machines, clicked by ${clicked} and ${machineClicked}`,
  );
}

async function watch({ ctx }: CommandRun, editionId: string): Promise<void> {
  const bar = progressBar("delivering");
  for (;;) {
    const [now] = await listEditionStatus(ctx.db, editionId);
    if (!now) break;
    bar.update(now.planned - now.pending - now.sealed, now.planned);
    // A paused or held one may stand still for days.
    if (now.pending + now.sealed === 0 || now.state !== "sending") break;
    await wait(watchEveryMs);
  }
  bar.stop();
}
