import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FrozenPaper } from "../../../src/editions/edition.ts";
import { countLexemes } from "../../../src/papers/search/count-lexemes.ts";
import { listRelated } from "../../../src/papers/search/related-papers.ts";
import {
  type PaperSearch,
  SearchTooSlowError,
  searchPapers,
} from "../../../src/papers/search/search-papers.ts";
import { paperListings } from "../../../src/papers/tables.ts";
import { createTestDatabase, emptyTables, type TestDatabase } from "../../support/database.ts";
import { frozenPaper, writePapers } from "../../support/site-papers.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyTables(database));

const plain = { authors: ["Nobody Known"], organization: null, keywords: [], abstract: "" };

/** Papers of which all that is not given is empty; the first is the latest. */
function write(...given: Partial<FrozenPaper>[]): Promise<void> {
  return writePapers(
    database.db,
    given.map((one, n) =>
      frozenPaper(n + 1, { ...plain, publishedOn: `2026-05-${String(28 - n).padStart(2, "0")}`, ...one }),
    ),
  );
}

const search = (query: string, given: Partial<PaperSearch> = {}) =>
  searchPapers(database.db, { query, categories: null, since: null, limit: 20, offset: 0, ...given });

async function titles(query: string, given: Partial<PaperSearch> = {}): Promise<string[]> {
  return (await search(query, given)).papers.map(({ title }) => title);
}

describe("searchPapers", () => {
  const names = ["R³-Bench: hard sums", "R3-Bench revisited", "Beyond $R^{3}$-Bench", "The R^3 Bench"];
  it.each([
    "R^3-Bench",
    "R3-Bench",
    "R³-Bench",
    "r3 bench",
    "r3bench",
  ])("finds a power however it is written: %s", async (query) => {
    await write(...names.map((title) => ({ title })), { title: "Another bench" });
    const { papers, exact } = await search(query);
    expect(
      papers
        .slice(0, exact)
        .map(({ title }) => title)
        .toSorted(),
    ).toEqual(names.toSorted());
  });

  it.each([
    "world-model",
    "world model",
    "worldmodel",
    "World–Models",
  ])("finds a compound however it is written: %s", async (query) => {
    await write(
      { title: "A world-model of rain" },
      { title: "World models of snow" },
      { title: "Worldmodel of hail" },
      { title: "A model of wind" },
      { title: "The world of fog" },
    );
    const { exact, papers } = await search(query);
    const found = papers.slice(0, exact).map(({ title }) => title);
    expect(found).toEqual(expect.arrayContaining(["A world-model of rain", "World models of snow"]));
    expect(found).toContain("Worldmodel of hail");
  });

  it("finds names with and without accents, and organisations, in part or whole", async () => {
    await write(
      { title: "One", authors: ["Jürgen Müller"], organization: "MoonshotAI" },
      { title: "Two", authors: ["Anna Muller"], organization: "Stanford University" },
      { title: "Three", authors: ["Łukasz Sørensen"], organization: "Peking University" },
    );
    expect((await titles("Muller")).toSorted()).toEqual(["One", "Two"]);
    expect((await titles("Müller")).toSorted()).toEqual(["One", "Two"]);
    expect(await titles("lukasz sorensen")).toEqual(["Three"]);
    expect(await titles("Moonshot")).toEqual(["One"]);
    expect(await titles("moonshot ai")).toEqual(["One"]);
    const { exact, papers } = await search("Stanford University");
    expect([exact, papers[0]?.title]).toEqual([1, "Two"]);
  });

  it("fills up what holds all words with what holds the rarest of them, and counts both", async () => {
    await write(
      { title: "Steering of agents" },
      { title: "Pruning of agents" },
      { title: "Quantum steering of agents" },
      { title: "Quantum pruning" },
      ...Array.from({ length: 12 }, (_, n) => ({ title: `Agents, part ${n}` })),
    );
    const { exact, close, insteadOf, papers } = await search("quantum steering of agents");
    expect({ exact, close, insteadOf }).toEqual({ exact: 1, close: 15, insteadOf: null });
    const found = papers.map(({ title }) => title);
    expect(found.slice(0, 3)).toEqual([
      "Quantum steering of agents",
      "Steering of agents",
      "Quantum pruning",
    ]);
    expect(await titles("quantum steering of agents -pruning")).not.toContain("Quantum pruning");
    expect(await search("agents")).toMatchObject({ exact: 15, close: 0 });
  });

  it("shows the same papers in the same order, however they are paged", async () => {
    await write(
      ...Array.from({ length: 7 }, (_, n) => ({ title: `Sparse attention ${n}` })),
      ...Array.from({ length: 16 }, (_, n) => ({ title: `Attention of kind ${n}` })),
    );
    const { papers: whole, exact, close } = await search("sparse attention", { limit: 50 });
    expect([whole.length, exact, close]).toEqual([20, 7, 13]);
    const paged = [];
    for (let offset = 0; offset < 30; offset += 6)
      paged.push(...(await search("sparse attention", { limit: 6, offset })).papers);
    expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
  });

  it("takes a quoted phrase as a whole, also among what is close", async () => {
    await write({ title: "Deep research agents" }, { title: "Research in the deep sea" });
    expect(await titles('"deep research"')).toEqual(["Deep research agents"]);
    expect(await titles('"deep research" volcanoes')).toEqual(["Deep research agents"]);
  });

  it.each([
    ["of 10,000 characters", "attention ".repeat(1000)],
    ["of one word of 10,000 characters", "a".repeat(10_000)],
    ["of 500 words", Array.from({ length: 500 }, (_, n) => `w${n}`).join(" ")],
    ["of stop words", "the of and to in a is"],
    ["of punctuation", "!!! ??? ... --- ((( ))) *** \\ ' \" & | : <->"],
    ["with NUL", "atten\u0000tion"],
    ["of quotes", '"""" "attention "" "'],
    ["of operators", '- -- or OR -or or- -"" & | ! <-> attention:*'],
    ["from right to left", "\u202eمرحبا بالعالم\u202c"],
    ["of signs", "😀 👩‍👩‍👧 🇩🇪"],
    ["without spaces", "世界模型 強化学習 세계"],
    ["of half a sign", "\ud83d attention \udc00"],
    ["of hyphens", "-a--b---c----d-----e attention-".repeat(5)],
    ["of powers", "^^^^ a^_^_b^{{{2}}} $$$ attention_{i}^2"],
  ])("answers a query %s", async (_, query) => {
    await write({ title: "Attention is asked for" });
    const { papers, exact, close } = await search(query);
    expect(papers).toHaveLength(Math.min(20, exact + close));
  });

  it('finds names that are words like "an" and "will", the latest first', async () => {
    const ofNames = ["An Li", "Bo An", "Will Kim", "Ann Will"].map((name) => ({
      title: name,
      authors: [name],
    }));
    await write(...ofNames, { title: "An end that will come" });
    expect(await titles("an")).toEqual(["An Li", "Bo An"]);
    expect(await titles("Will")).toEqual(["Will Kim", "Ann Will"]);
    expect(await titles('"an" or will -kim')).toEqual(["An Li", "Bo An", "Ann Will"]);
  });

  it("finds words of any script", async () => {
    await write({ title: "世界模型 for robots", authors: ["Мария Кюри"] });
    expect(await titles("世界模型")).toEqual(["世界模型 for robots"]);
    expect(await titles("мария")).toEqual(["世界模型 for robots"]);
  });

  it("gives up when the database takes too long, and works again afterwards", async () => {
    await write({ title: "Sparse attention" });
    const slow = database.db.transaction(async (tx) => {
      await tx.execute(sql`lock table paper_search in access exclusive mode`);
      await expect(search("sparse", { statementMs: 50 })).rejects.toThrow(SearchTooSlowError);
    });
    await slow;
    expect(await titles("sparse")).toEqual(["Sparse attention"]);
  });

  it("tells a model's sentence, and whose it is", async () => {
    await write({ title: "Sparse attention" });
    expect((await search("sparse")).papers[0]?.machineSummary).toBeUndefined();
    await database.db.execute(
      sql`update papers set machine_summary = 'It skips.', machine_summary_model = 'small'`,
    );
    const [paper] = (await search("sparse")).papers;
    expect(paper?.machineSummary).toEqual({ text: "It skips.", model: "small" });
  });
});

describe("listRelated", () => {
  const related = async (id: string) => (await listRelated(database.db, id, 5)).map(({ title }) => title);
  const papers = [
    { id: "2606.00001", title: "Tactile grippers", abstract: "Soft tactile grippers grasp eggs." },
    { id: "2606.00002", title: "Eggs in soft grippers", abstract: "We grasp." },
    { id: "2606.00003", title: "Grasping eggs", keywords: ["grippers"] },
    { id: "2606.00004", title: "A benchmark of rain" },
    ...Array.from({ length: 20 }, (_, n) => ({ id: `2606.1000${n}`, title: `Other matters ${n}` })),
  ];

  it("names the papers that share the rarest words, and none that shares none", async () => {
    await write(...papers);
    expect(await related("2606.00001")).toEqual(["Eggs in soft grippers", "Grasping eggs"]);
    expect(await related("2606.00004")).toEqual([]);
    expect(await related("2606.99999")).toEqual([]);
  });

  it("names none that was withdrawn, or that its source dropped, until it is listed again", async () => {
    await write(...papers);
    const seenAt = new Date("2026-06-17T08:00:00Z");
    const listing = { source: "huggingface", paperId: "2606.00003", firstSeenAt: seenAt };
    await database.db.execute(sql`update papers set withdrawn_at = now() where id = '2606.00002'`);
    await database.db.insert(paperListings).values({ ...listing, day: "2026-06-16", droppedAt: seenAt });
    expect(await related("2606.00001")).toEqual([]);
    await database.db.insert(paperListings).values({ ...listing, day: "2026-06-17" });
    expect(await related("2606.00001")).toEqual(["Grasping eggs"]);
  });
});

describe("countLexemes", () => {
  const counted = async () =>
    (await database.db.execute(sql`select lexeme, papers from search_lexemes where papers > 0 order by 1`))
      .rows;

  it("finds what was counted while papers came and changed, and mends what was not", async () => {
    await write({ title: "Sparse attention" }, { title: "Dense attention", abstract: "Attention again." });
    await database.db.execute(sql`update papers set title = 'Dense layers' where title = 'Dense attention'`);
    await database.db.execute(sql`update papers set abstract = '' where title = 'Dense layers'`);
    const kept = await counted();
    expect(kept).toContainEqual({ lexeme: "attent", papers: 1 });
    expect(kept).toContainEqual({ lexeme: "", papers: 2 });
    await database.db.execute(sql`insert into search_lexemes values ('stray', 3)`);
    await database.db.execute(sql`update search_lexemes set papers = 9 where lexeme = 'attent'`);
    for (let times = 0; times < 2; times += 1) {
      await countLexemes(database.db);
      expect(await counted()).toEqual(kept);
    }
  });
});
