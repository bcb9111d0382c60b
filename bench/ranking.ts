import { parseArgs } from "node:util";
import { growthLeft } from "../src/ranking/trend-score.ts";
import { measureCode } from "./ranking/code-task.ts";
import { measureGrownWeeks } from "./ranking/grown-weeks-task.ts";
import { measureLateRisers } from "./ranking/late-task.ts";
import { outcomeLines, type TaskOutcome } from "./ranking/outcome.ts";
import { ownHistoryLines } from "./ranking/own-history.ts";
import { measurePrior } from "./ranking/prior-task.ts";
import { measureAuthors, measureThemes } from "./ranking/reader-tasks.ts";
import { readSavedDays, type SavedDays } from "./ranking/saved-days.ts";
import { measureSearch } from "./ranking/search-tasks.ts";
import {
  growthLines,
  measureCloseToWeek,
  measureMorningToClose,
  measureMorningToWeek,
} from "./ranking/votes-tasks.ts";
import { WrongArgumentError } from "./support/sizes.ts";

const usage = "npm run bench -- ranking DIR [--database URL]";

/**
 * Measures the ranking on real days, beside plain votes and the formulas of Hacker News and Reddit: how each order met
 * what came later, with 95 % intervals of a seeded bootstrap over weeks, days or readers, paired with plain votes.
 *
 *     npm run bench -- ranking DIR [--database URL]
 *
 * DIR holds `signals.csv` (a day's papers as saved in its morning), `page-order.csv` (their order at its close),
 * `weekly-top10.json` (`{"2026-W08": {"top": [{"id"}]}}`) and `raw/YYYY-MM-DD.json` (whole answers of Hugging Face).
 */
export async function benchRanking(args: string[]): Promise<void> {
  const { dir, database } = readArguments(args);
  const saved = await readSavedDays(dir);
  for (const measure of votesTasks) print(measure(saved).flatMap(outcomeLines));
  print(measureGrownWeeks(dir, saved).flatMap(outcomeLines));
  print(await ownHistoryLines(database, new Date()));
  for (const measure of otherTasks) print((await measure(saved)).flatMap(outcomeLines));
  print((await measureSearch(dir)).flatMap(outcomeLines));
  print(growthLines(saved, growthLeft));
}

const votesTasks: ((saved: SavedDays) => TaskOutcome[])[] = [
  (saved) => [measureMorningToWeek(saved)],
  measureMorningToClose,
  (saved) => [measureCloseToWeek(saved)],
  (saved) => [measureLateRisers(saved)],
];

const otherTasks: ((saved: SavedDays) => Promise<TaskOutcome[]>)[] = [
  async (saved) => [measureCode(saved)],
  async (saved) => [measurePrior(saved)],
  measureThemes,
  async (saved) => [await measureAuthors(saved)],
];

function readArguments(args: string[]): { dir: string; database: string | undefined } {
  let read: ReturnType<typeof parse>;
  try {
    read = parse(args);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(/\. |\n/)[0] : "";
    throw new WrongArgumentError(`${reason}. What may be said: ${usage}.`);
  }
  const { values, positionals } = read;
  const [dir, more] = positionals;
  if (more !== undefined) throw new WrongArgumentError(`One folder is enough: ${usage}.`);
  if (dir === undefined) throw new WrongArgumentError(`Name the folder of saved days: ${usage}.`);
  return { dir, database: values.database };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: { database: { type: "string" } },
  });
}

function print(lines: string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
