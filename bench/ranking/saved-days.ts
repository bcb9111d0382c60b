import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { readDailyPapers } from "../../src/papers/sources/huggingface.ts";
import type { SourcePaper } from "../../src/papers/sources/paper-source.ts";
import { WrongArgumentError } from "../support/sizes.ts";

/** A paper of a day as one saved answer gave it. */
export type Seen = {
  day: string;
  id: string;
  upvotes: number;
  comments: number;
  stars: number | null;
  /** When the answer was saved. */
  seenAt: Date;
  /** When it was listed; the start of its day where that is not told. */
  listedAt: Date;
};

/** Seen, with what a prior knows. */
type SeenAtListing = Seen & {
  organization: string | null;
  submitter: string | null;
  authors: number;
  hasProjectPage: boolean;
};

/** How a day closed: its papers in the order of the page, and the stars that stood there. */
export type Closing = { day: string; closedAt: Date; order: string[]; stars: Map<string, number> };

type Week = { week: string; top: string[] };

/** A day as it was answered, with all its texts. */
type RawDay = { day: string; papers: SourcePaper[] };

export type SavedDays = {
  /** By day, the first snapshot of each. */
  mornings: Map<string, SeenAtListing[]>;
  /** Further snapshots of a day, later than the first. */
  again: Map<string, Seen[]>;
  closings: Map<string, Closing>;
  weeks: Week[];
  rawDays: RawDay[];
};

const files = ["signals.csv", "page-order.csv", "weekly-top10.json", "raw"];

/**
 * Reads a folder of saved days.
 *
 * @throws {WrongArgumentError} when it is none.
 */
export async function readSavedDays(dir: string): Promise<SavedDays> {
  for (const file of files)
    if (!existsSync(join(dir, file))) throw new WrongArgumentError(`There is no ${file} in ${dir}.`);
  try {
    return await readAll(dir);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new WrongArgumentError(`The saved days in ${dir} cannot be read: ${reason}`);
  }
}

async function readAll(dir: string): Promise<SavedDays> {
  const { mornings, again } = readSignals(readCsv(join(dir, "signals.csv")));
  return {
    mornings,
    again,
    closings: readClosings(readCsv(join(dir, "page-order.csv")), mornings),
    weeks: readWeeks(join(dir, "weekly-top10.json")),
    rawDays: await readRawDays(join(dir, "raw")),
  };
}

type Line = Record<string, string>;

function readCsv(path: string): Line[] {
  return parse(readFileSync(path), { columns: true });
}

function readSignals(lines: Line[]): Pick<SavedDays, "mornings" | "again"> {
  const bySnapshot = new Map<string, SeenAtListing[]>();
  for (const line of lines) {
    const seen = readSeen(line);
    const key = `${seen.day} ${line.snapshotAt} ${line.source}`;
    const known = bySnapshot.get(key);
    if (known) known.push(seen);
    else bySnapshot.set(key, [seen]);
  }
  const mornings = new Map<string, SeenAtListing[]>();
  const again = new Map<string, Seen[]>();
  // By day, then by the time at which it was saved.
  for (const [, snapshot] of [...bySnapshot].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const day = snapshot[0]?.day ?? "";
    if (mornings.has(day)) again.set(day, snapshot);
    else mornings.set(day, snapshot);
  }
  return { mornings, again };
}

function readSeen(line: Line): SeenAtListing {
  const { day = "", id = "", snapshotAt = "", submittedOnDailyAt } = line;
  return {
    day,
    id,
    upvotes: Number(line.upvotes),
    comments: Number(line.numComments),
    stars: line.githubStars ? Number(line.githubStars) : null,
    seenAt: new Date(snapshotAt),
    listedAt: new Date(submittedOnDailyAt || day),
    organization: line.organization || null,
    submitter: line.submittedBy || null,
    authors: Number(line.nAuthors),
    hasProjectPage: line.hasProjectPage === "1" || line.hasProjectPage === "true",
  };
}

/** A page that was saved in the first hours of a day shows how the day before it closed. */
function readClosings(lines: Line[], mornings: SavedDays["mornings"]): SavedDays["closings"] {
  const byPage = new Map<string, Line[]>();
  for (const line of lines)
    byPage.set(line.scrapedAt ?? "", [...(byPage.get(line.scrapedAt ?? "") ?? []), line]);
  const closings = new Map<string, Closing>();
  for (const [savedAt, page] of byPage) {
    const closedAt = new Date(savedAt);
    if (closedAt.getUTCHours() > 4) continue;
    const day = new Date(closedAt.getTime() - 86_400_000).toISOString().slice(0, 10);
    const morning = mornings.get(day);
    const order = page.map(({ id = "" }) => id);
    // Some show the new day's first papers already.
    if (!morning || 2 * morning.filter(({ id }) => order.includes(id)).length < morning.length) continue;
    const stars = new Map(page.map(({ id = "", githubStars }) => [id, Number(githubStars)]));
    closings.set(day, { day, closedAt, order, stars });
  }
  return closings;
}

function readWeeks(path: string): Week[] {
  const weeks: Record<string, { top: { id: string }[] }> = JSON.parse(readFileSync(path, "utf8"));
  return Object.entries(weeks).map(([week, { top }]) => ({ week, top: top.map(({ id }) => id) }));
}

async function readRawDays(dir: string): Promise<RawDay[]> {
  const days: RawDay[] = [];
  for (const file of readdirSync(dir)
    .filter((name) => name.endsWith(".json"))
    .toSorted()) {
    const day = file.slice(0, 10);
    const { papers } = await readDailyPapers(readFileSync(join(dir, file), "utf8"), file, day);
    days.push({ day, papers });
  }
  return days;
}
