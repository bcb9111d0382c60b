import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { periodDays, periodOf } from "../../src/calendar/periods.ts";
import type { GrowingPaper } from "../fakes/growing-huggingface.ts";
import { seededRandom } from "../fakes/seeded-random.ts";

const weeklyTops = z.record(
  z.string(),
  z.object({ top: z.array(z.object({ rank: z.number(), id: z.string() })) }),
);

/**
 * Papers as they were saved in the mornings of some days (`signals.csv`), each growing to what lets a week end with
 * the ten that Hugging Face showed as its top a week later (`weekly-top10.json`); those of the ten that no morning
 * had are listed at noon of some weekday.
 */
export function readGrowingPapers(dir: string, days: string[]): GrowingPaper[] {
  const random = seededRandom(7);
  const wanted = new Set(days);
  const papers = readMornings(dir).filter(({ day }) => wanted.has(day));
  for (const paper of papers) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    paper.finalVotes = Math.round(paper.morningVotes * 2 ** Math.max(0.05, 0.65 + 0.3 * normal) + random());
  }
  const tops = weeklyTops.parse(JSON.parse(readFileSync(join(dir, "weekly-top10.json"), "utf8")));
  for (const week of new Set(days.map((day) => periodOf("weekly", day)))) {
    const weekDays = periodDays("weekly", week);
    if (!tops[week] || !weekDays.every((day) => wanted.has(day))) continue;
    const ofWeek = papers.filter(({ day }) => weekDays.includes(day));
    const finals = ofWeek.map(({ finalVotes }) => finalVotes).sort((a, b) => b - a);
    const tenIds = tops[week].top.map(({ id }) => id);
    // The ten have the ten highest, in their order; whoever had one of those by chance stays below them.
    const tenth = finals[tenIds.length - 1] ?? 10;
    for (const paper of ofWeek)
      if (!tenIds.includes(paper.id)) paper.finalVotes = Math.min(paper.finalVotes, tenth - 1);
    for (const [place, id] of tenIds.entries()) {
      const finalVotes = (finals[place] ?? tenth) + tenIds.length - place;
      const known = ofWeek.find((paper) => paper.id === id);
      if (known) known.finalVotes = finalVotes;
      else {
        const day = weekDays[Math.floor(5 * random())] ?? week;
        papers.push({ id, day, listedAtHour: 12, morningVotes: Math.round(finalVotes / 1.6), finalVotes });
      }
    }
  }
  return papers;
}

function readMornings(dir: string): GrowingPaper[] {
  const [header = "", ...lines] = readFileSync(join(dir, "signals.csv"), "utf8").trim().split("\n");
  const names = header.split(",");
  const byPaper = new Map<string, GrowingPaper>();
  for (const line of lines) {
    const cells = line.split(",");
    const cell = (name: string) => cells[names.indexOf(name)] ?? "";
    const listed = new Date(cell("submittedOnDailyAt"));
    const [day, id] = [cell("day"), cell("id")];
    const morningVotes = Number(cell("upvotes"));
    const listedAtHour = Number.isNaN(listed.getTime()) ? 2 : Math.min(7, listed.getUTCHours());
    byPaper.set(`${day} ${id}`, { id, day, listedAtHour, morningVotes, finalVotes: morningVotes });
  }
  return [...byPaper.values()];
}
