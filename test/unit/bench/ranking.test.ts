import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { measureLateRisers } from "../../../bench/ranking/late-task.ts";
import { outcomeLines } from "../../../bench/ranking/outcome.ts";
import { readSavedDays } from "../../../bench/ranking/saved-days.ts";
import { measureMorningToClose, measureMorningToWeek } from "../../../bench/ranking/votes-tasks.ts";
import { benchRanking } from "../../../bench/ranking.ts";
import { WrongArgumentError } from "../../../bench/support/sizes.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "paperboy-saved-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const days = ["2026-01-12", "2026-01-13", "2026-01-14", "2026-01-15", "2026-01-16"];
const idOf = (index: number) => `2601.${10_000 + index}`;
const header =
  "day,snapshotAt,source,position,id,upvotes,numComments,githubStars,hasRepo,hasProjectPage,nAuthors,paperPublishedAt,itemPublishedAt,submittedOnDailyAt,submittedBy,isAuthorParticipating,organization,nAiKeywords,nMedia";

/** A week of sixty papers, the first with most votes each morning; one day closed in the opposite order. */
async function save() {
  const papers = Array.from({ length: 60 }, (_, index) => ({
    id: idOf(index),
    day: days[index % 5],
    votes: 100 - index,
  }));
  const lines = papers.map(
    ({ id, day, votes }) => `${day},${day}T08:00:00.000Z,main,0,${id},${votes},1,,0,0,3,,,,,,,0,0`,
  );
  await writeFile(join(folder, "signals.csv"), [header, ...lines].join("\n"));
  const ofFirst = papers.filter(({ day }) => day === days[0]).toReversed();
  const page = ofFirst.map(({ id }, place) => `2026-01-13,2026-01-13T02:00:00.000Z,${place},${id},0`);
  await writeFile(
    join(folder, "page-order.csv"),
    ["day,scrapedAt,position,id,githubStars", ...page].join("\n"),
  );
  // Nine of the first ten, and one that no morning knew.
  const top = [...Array.from({ length: 9 }, (_, index) => idOf(index)), "2601.99999"].map((id) => ({ id }));
  await writeFile(join(folder, "weekly-top10.json"), JSON.stringify({ "2026-W03": { top } }));
  await mkdir(join(folder, "raw"));
  await writeFile(join(folder, "raw", "2026-01-12.json"), "[]");
}

describe("the bench of the ranking", () => {
  it("measures orders against what came later, with the best that could be reached", async () => {
    await save();
    const saved = await readSavedDays(folder);
    const week = outcomeLines(measureMorningToWeek(saved)).join("\n");
    // What is missing of the best is its last place, worth one point.
    const most = Array.from({ length: 10 }, (_, place) => (10 - place) / Math.log2(place + 2)).reduce(
      (a, b) => a + b,
    );
    const reached = (1 - 1 / Math.log2(11) / most).toFixed(3);
    expect(week).toContain("(1 weeks)");
    expect(week).toMatch(new RegExp(`plain votes +${reached} +0\\.900\\n`));
    expect(week).toMatch(new RegExp(`ours +${reached} +0\\.000 \\[0\\.000, 0\\.000\\] too few to tell`));
    expect(week).toMatch(new RegExp(`ceiling +${reached} +0\\.900$`));
    // The day that closed upside down.
    const [close] = measureMorningToClose(saved);
    expect(close && outcomeLines(close).join("\n")).toMatch(/plain votes .* -1\.000\n/);
  });

  it("counts as late risers who came among the first three of a day by its close", async () => {
    await save();
    const saved = await readSavedDays(folder);
    const [day = ""] = days;
    // In the morning 0, 5, 10, 15 and 20 were the first five; 25 and 55 came later, and the week knows 25 and 30.
    const order = [25, 0, 55, 30, 5, 10, 15, 20].map(idOf);
    const closing = {
      day,
      closedAt: new Date("2026-01-13T02:00:00Z"),
      order,
      stars: new Map<string, number>(),
    };
    const weeks = [{ week: "2026-W03", top: [25, 0, 30, 5].map(idOf) }];
    const lines = outcomeLines(measureLateRisers({ ...saved, closings: new Map([[day, closing]]), weeks }));
    expect(lines.join("\n")).toMatch(/the first 3 of a day +0\.500 +0\.500\n/);
    expect(lines.join("\n")).toMatch(/the first 5 of a day +0\.667 +1\.000\n/);
    expect(lines.at(-1)).toContain("0 of 4 papers");
  });

  it.each([
    ["no folder", [], "Name the folder of saved days: npm run bench -- ranking DIR [--database URL]."],
    ["two folders", ["one", "two"], "One folder is enough: "],
    ["an option that is none", ["--frobnicate"], "Unknown option '--frobnicate'. What may be said: "],
    ["a folder that is not there", ["/nowhere"], "There is no signals.csv in /nowhere."],
  ])("refuses %s in one sentence", async (_, args, sentence) => {
    const refused = benchRanking(args);
    await expect(refused).rejects.toThrow(WrongArgumentError);
    await expect(refused).rejects.toThrow(sentence);
  });

  it("refuses files that hold something else in one sentence", async () => {
    await save();
    await writeFile(join(folder, "weekly-top10.json"), "no JSON");
    await expect(benchRanking([folder])).rejects.toThrow(/^The saved days in .* cannot be read: /);
  });
});
