import { z } from "zod";
import type { ListRecord } from "./read-records.ts";

const phrases = z.array(z.string()).transform((list) => list.map((one) => `${one}|`).join(""));
const word = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const optional = z.union([word, phrases, z.null().transform(() => "")]).catch("");

/** Titles of the columns, each with the property of an export, or the title itself, that fills it. */
const properties = {
  email: ["email"],
  status: ["state", "status"],
  paused_until: ["pausedUntil", "paused_until"],
  suppressed: ["suppressed"],
  timezone: ["timezone"],
  hour: ["hour"],
  cadence: ["cadence"],
  topics: ["topics"],
  keywords: ["keywords"],
  authors: ["authors"],
  max: ["maxPapers", "max"],
  detail: ["detail"],
  muted_keywords: ["mutedKeywords", "muted_keywords"],
  muted_authors: ["mutedAuthors", "muted_authors"],
  min_matches: ["minMatches", "min_matches"],
  late_risers: ["wantsLateRisers", "late_risers"],
  unsubscribed_at: ["unsubscribedAt", "unsubscribed_at"],
};

const objectSchema = z.record(z.string(), z.unknown());

const longestLine = 1024 * 1024;

/** Reads one JSON object a line, as the export writes them, as if it were a table with a header. */
export async function* readJsonLines(text: AsyncIterable<string>): AsyncGenerator<ListRecord> {
  yield { line: 0, cells: Object.keys(properties), problem: null };
  let line = 0;
  for await (const one of linesOf(text)) {
    line += 1;
    if (one.trim() === "") continue;
    const object = parseObject(one);
    yield object === null
      ? { line, cells: [], problem: "it is not a JSON object" }
      : { line, cells: Object.values(properties).map((names) => cellOf(object, names)), problem: null };
  }
}

function cellOf(object: Record<string, unknown>, names: string[]): string {
  const name = names.find((one) => object[one] !== undefined);
  return name === undefined ? "" : optional.parse(object[name]);
}

function parseObject(line: string): Record<string, unknown> | null {
  if (line.length > longestLine) return null;
  try {
    return objectSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null; // reported with its line
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of text) {
    const lines = (rest + piece).split("\n");
    // What is longer than a line can be is cut: it is refused as one line, and memory stays flat.
    rest = (lines.pop() ?? "").slice(0, longestLine + 1);
    yield* lines;
  }
  if (rest !== "") yield rest;
}
