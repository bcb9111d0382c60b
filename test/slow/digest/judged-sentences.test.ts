import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { cleanText } from "../../../src/digest/clean-text.ts";
import { tellingSentences } from "../../../src/digest/telling-sentences.ts";
import { cleanAbstract, cleanTitle } from "../../../src/papers/sources/paper-text.ts";
import judgements from "./judged-sentences.json" with { type: "json" };

/**
 * A folder with `raw/YYYY-MM-DD.json`, answers of Hugging Face's `daily_papers`. Abstracts are their authors', so that
 * only what a person found on reading what was picked is kept here: whether it tells what the paper does, is vague, or
 * is background alone, with the first digits of the SHA-256 of the text that was read.
 */
const dir = process.env.DAILY_PAPERS_DIR;

const judged = new Map(
  Object.entries(judgements).map(([id, [verdict, hash]]) => [id, { verdict, hash }] as const),
);

const items = z.array(
  z.object({ paper: z.object({ id: z.string(), title: z.string(), summary: z.string() }) }),
);

type Picked = { id: string; text: string; isTelling: boolean };

function pickAll(folder: string): Picked[] {
  const papers = new Map<string, Picked>();
  for (const file of readdirSync(join(folder, "raw")).sort()) {
    for (const { paper } of items.parse(JSON.parse(readFileSync(join(folder, "raw", file), "utf8")))) {
      const abstract = cleanText(cleanAbstract(paper.summary));
      papers.set(paper.id, {
        id: paper.id,
        ...tellingSentences(abstract, cleanText(cleanTitle(paper.title))),
      });
    }
  }
  return [...papers.values()];
}

test("of 332 sentences that were read and judged, at most one in twenty says nothing of what its paper does", () => {
  const verdicts = [...judged.values()].map(({ verdict }) => verdict);
  expect(verdicts.length).toBeGreaterThanOrEqual(300);
  expect(verdicts.filter((verdict) => verdict !== "tells").length).toBeLessThanOrEqual(verdicts.length / 20);
});

describe.skipIf(dir === undefined)("of real abstracts", () => {
  // What is skipped is read all the same, so that there may be no folder.
  const picked = dir === undefined ? [] : pickAll(dir);

  test("what is picked is what was judged; what differs is to be read and judged again", () => {
    const read = picked.filter(({ id }) => judged.has(id));
    const changed = read.filter(({ id, text }) => {
      const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
      return judged.get(id)?.hash !== hash;
    });
    expect(read).toHaveLength(judged.size);
    expect(changed).toEqual([]);
  });

  test("nine in ten hold a sentence that is taken for one that tells", () => {
    expect(picked.filter(({ isTelling }) => isTelling).length).toBeGreaterThan(picked.length * 0.9);
  });

  test("none is longer than 300 characters, or empty", () => {
    const lengths = picked.map(({ text }) => text.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(300);
    expect(Math.min(...lengths)).toBeGreaterThan(20);
  });
});
