import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { addDays, periodDays } from "../src/calendar/periods.ts";
import { byScore, scorePaper } from "../src/ranking/trend-score.ts";
import { ndcgAt, recallAt } from "./support/evaluate.ts";
import { WrongArgumentError } from "./support/sizes.ts";

/** One paper of a saved snapshot. */
type Row = { day: string; id: string; upvotes: number; comments: number; stars: number | null };
type Formula = (row: Row, ageDays: number) => number;

const depth = 10;
/** Snapshots are taken at about 08:00 UTC, in days. */
const morning = 1 / 3;

/** What others order by, with the same inputs; ages in days are those of the papers' listings. */
const formulas: Record<string, Formula> = {
  // Each paper has the votes of its own morning: all are equally old.
  "trend score": ({ upvotes }) => scorePaper({ upvotes, ageDays: morning }).score,
  "plain upvotes": ({ upvotes }) => upvotes,
  "Hacker News gravity": ({ upvotes }, ageDays) => Math.max(0, upvotes - 1) / (ageDays * 24 + 2) ** 1.8,
  'Reddit "hot"': ({ upvotes }, ageDays) => Math.log10(Math.max(upvotes, 1)) - (ageDays * 86_400) / 45_000,
};

/**
 * Compares formulas by how well they foretell Hugging Face's later weekly top ten.
 *
 *     npm run bench -- ranking DIR
 *
 * DIR holds `signals.csv` (day, id, upvotes, numComments, githubStars, hasRepo per saved snapshot) and
 * `weekly-top10.json` (`{"2026-W08": {"top": [{"id"}]}}`).
 */
export function benchRanking([dir]: string[]): void {
  if (!dir) throw new WrongArgumentError("Name the folder of saved days: npm run bench -- ranking DIR.");
  for (const file of ["signals.csv", "weekly-top10.json"])
    if (!existsSync(join(dir, file))) throw new WrongArgumentError(`There is no ${file} in ${dir}.`);
  const rows = readRows(join(dir, "signals.csv"));
  const weeks = readWeeks(join(dir, "weekly-top10.json")).filter(([week]) => rowsOf(rows, week).length >= 50);
  const lines = Object.entries(formulas).map(([name, formula]) => {
    const rankings = weeks.map(([week, ideal]) => [rank(rowsOf(rows, week), week, formula), ideal] as const);
    const mean = (measure: typeof ndcgAt) =>
      rankings.reduce((sum, [ranking, ideal]) => sum + measure(depth, ranking, ideal), 0) / rankings.length;
    return `${name.padEnd(22)} ${mean(ndcgAt).toFixed(3).padStart(8)} ${mean(recallAt).toFixed(3).padStart(10)}`;
  });
  process.stdout.write(`${weeks.length} weeks\n${"".padEnd(22)}  NDCG@10  recall@10\n${lines.join("\n")}\n`);
}

function rank(rows: Row[], week: string, formula: Formula): string[] {
  const lastDay = periodDays("weekly", week).at(-1) ?? "";
  const best = new Map<string, Row & { score: number }>();
  for (const row of rows) {
    const ageDays = (Date.parse(lastDay) - Date.parse(row.day)) / 86_400_000;
    const score = formula(row, ageDays);
    if (score >= (best.get(row.id)?.score ?? Number.NEGATIVE_INFINITY)) {
      best.set(row.id, { ...row, score });
    }
  }
  return [...best.values()].sort(byScore).map((paper) => paper.id);
}

/** The rows of a week by day; a snapshot of a day is taken on it or soon after. */
function rowsOf(rows: Map<string, Row[]>, week: string): Row[] {
  const [monday = ""] = periodDays("weekly", week);
  return Array.from({ length: 7 }, (_, index) => rows.get(addDays(monday, index)) ?? []).flat();
}

function readRows(path: string): Map<string, Row[]> {
  const records: Record<string, string>[] = parse(readFileSync(path), { columns: true });
  const byDay = new Map<string, Row[]>();
  for (const { day = "", id = "", upvotes, numComments, githubStars } of records) {
    const stars = githubStars ? Number(githubStars) : null;
    const row: Row = { day, id, upvotes: Number(upvotes), comments: Number(numComments), stars };
    const known = byDay.get(day);
    if (known) known.push(row);
    else byDay.set(day, [row]);
  }
  return byDay;
}

function readWeeks(path: string): [string, string[]][] {
  const weeks: Record<string, { top: { id: string }[] }> = JSON.parse(readFileSync(path, "utf8"));
  return Object.entries(weeks).map(([week, { top }]) => [week, top.map((paper) => paper.id)]);
}
