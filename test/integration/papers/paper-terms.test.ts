import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { FrozenPaper } from "../../../src/editions/edition.ts";
import { listPaperTerms } from "../../../src/papers/search/paper-terms.ts";
import { createTestDatabase, emptyTables, type TestDatabase } from "../../support/database.ts";
import { frozenPaper, writePapers } from "../../support/site-papers.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyTables(database));

const plain = { authors: ["Nobody Known"], organization: null, keywords: [], abstract: "" };

async function write(...given: Partial<FrozenPaper>[]): Promise<string[]> {
  const papers = given.map((one, n) => frozenPaper(n + 1, { ...plain, ...one }));
  await writePapers(database.db, papers);
  return papers.map(({ id }) => id);
}

async function termsOf(id = "") {
  return (await listPaperTerms(database.db, [id])).get(id) ?? [];
}

it("tells what a paper is about by the words that it uses often and few others use, as it writes them", async () => {
  const [first] = await write(
    {
      title: "Quantized World-Models for the LLM",
      abstract: "We quantize world-models. A quantized model of an LLM needs 17 bits.",
      keywords: ["GPU kernels", "3D"],
    },
    { title: "Quantization of a model", abstract: "LLM kernels on a GPU, in 3D." },
    { title: "A world model", abstract: "We see the world-model of rain." },
    { title: "Another model of snow", abstract: "We need a model that differs in bits: 17." },
    { title: "The last model", abstract: "Of a model." },
  );
  const terms = await termsOf(first);
  expect(terms.slice(0, 2).map(({ word }) => word)).toEqual(["quantized", "LLM"]);
  expect(terms.map(({ word }) => word)).toEqual(
    expect.arrayContaining(["GPU", "kernels", "bits", "3D", "world-models"]),
  );
  expect(terms.map(({ word }) => word)).not.toEqual(expect.arrayContaining(["17"]));
  expect(terms.map(({ lexeme }) => lexeme)).toEqual(expect.arrayContaining(["worldmodel", "quantiz"]));
});

it("weighs each paper's words such that their squares add up to one, the most telling first", async () => {
  const [first] = await write(
    { title: "Rain and snow", abstract: "Rain, hail and wind." },
    { title: "Wind and snow", abstract: "Hail; rain." },
    { title: "Fog" },
  );
  const weights = (await termsOf(first)).map(({ weight }) => weight);
  expect(weights.length).toBe(4);
  expect(weights).toEqual(weights.toSorted((one, other) => other - one));
  expect(weights.reduce((sum, weight) => sum + weight * weight, 0)).toBeCloseTo(1, 2);
});

it("keeps a hundred words of a long paper, and none of a paper that shares no word with another", async () => {
  const many = Array.from({ length: 140 }, (_, n) => `word${n}`).join(" ");
  const [long, , alone] = await write(
    { title: "Long", abstract: many },
    { title: "Too", abstract: many },
    { title: "Unheard" },
  );
  expect((await termsOf(long)).length).toBe(100);
  expect(await termsOf(alone)).toEqual([]);
  expect((await listPaperTerms(database.db, ["2601.99999"])).size).toBe(0);
});
