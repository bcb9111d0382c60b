import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FrozenPaper } from "../../../src/editions/edition.ts";
import { countLexemes } from "../../../src/papers/search/count-lexemes.ts";
import { listRelated } from "../../../src/papers/search/related-papers.ts";
import {
  listSearchIds,
  type PaperSearch,
  SearchTooSlowError,
  searchPapers,
} from "../../../src/papers/search/search-papers.ts";
import { suggestPapers } from "../../../src/papers/search/suggest.ts";
import { paperListings, paperSignals } from "../../../src/papers/tables.ts";
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

  const ofFields = [
    { title: "Rain", authors: ["Ann Google"], organization: "MoonshotAI", categories: ["cs.CL"] },
    {
      title: "Snow and rain",
      authors: ["Bo Li", "Cy Bai"],
      organization: "Google DeepMind",
      categories: ["cs.LG"],
    },
    { title: "Hail", authors: ["Bai Cy"], abstract: "Of rain.", categories: ["cs.CL", "cs.LG"] },
  ];
  it.each([
    ["title:rain", ["Rain", "Snow and rain"]],
    ["rain -title:rain", ["Hail"]],
    ["author:google", ["Rain"]],
    ["org:google", ["Snow and rain"]],
    ["org:moonshot", ["Rain"]],
    ["-org:google rain", ["Rain", "Hail"]],
    ["-author:google rain", ["Snow and rain", "Hail"]],
    ["author:Bai", ["Snow and rain", "Hail"]],
    ['author:"Cy Bai"', ["Snow and rain"]],
    ['author:"Bai, Cy"', ["Snow and rain"]],
    ["author:google or org:google", ["Rain", "Snow and rain"]],
    ["author:bai title:hail", ["Hail"]],
    ["rain cat:cs.LG", ["Snow and rain", "Hail"]],
    ["cat:cs.CL cat:cs.LG", ["Hail"]],
    ["cat:cs.CL or cat:cs.LG -cat:cs.LG", ["Rain"]],
    ["cat:cs.CL or cat:cs.LG", ["Rain", "Snow and rain", "Hail"]],
    ["cat:cs.XX rain title:snow", ["Snow and rain"]],
    ["cat:cs.XX", []],
  ])("looks only where a field says: %s", async (query, found) => {
    await write(...ofFields);
    const { papers, exact } = await search(query);
    expect(
      papers
        .slice(0, exact)
        .map(({ title }) => title)
        .toSorted(),
    ).toEqual(found.toSorted());
    const ids = await listSearchIds(database.db, { query, categories: null, since: null, limit: 20 });
    expect(ids).toEqual(papers.slice(0, exact).map(({ id }) => id));
  });

  it("takes nothing for close that is not where a field says", async () => {
    await write(...ofFields, { title: "Rain at sea", authors: ["Di Bai"] });
    expect((await titles("author:bai sea hail")).toSorted()).toEqual(["Hail", "Rain at sea"]);
    expect(await titles("author:baai sea")).toEqual(["Rain at sea"]);
  });

  it("orders by relevance, date or upvotes", async () => {
    await write(
      { id: "2605.00001", title: "New", abstract: "Rain." },
      { id: "2605.00002", title: "Rain" },
      { id: "2605.00003", title: "Old", abstract: "Rain." },
      { id: "2605.00004", title: "Close", abstract: "Fog." },
    );
    await database.db.insert(paperSignals).values([
      { paperId: "2605.00003", observedAt: new Date("2026-06-17T08:00:00Z"), upvotes: 9, comments: 0 },
      { paperId: "2605.00003", observedAt: new Date("2026-06-18T08:00:00Z"), upvotes: 5, comments: 0 },
      { paperId: "2605.00002", observedAt: new Date("2026-06-18T08:00:00Z"), upvotes: 7, comments: 0 },
    ]);
    expect((await titles("rain"))[0]).toBe("Rain");
    expect(await titles("rain", { order: "date" })).toEqual(["New", "Rain", "Old"]);
    expect(await titles("rain", { order: "votes" })).toEqual(["Rain", "Old", "New"]);
    expect(await titles("rain hail snow fog", { order: "votes" })).toEqual(["Rain", "Old", "New", "Close"]);
  });

  it("offers words that are like those of which nothing was found, and what there is without filters", async () => {
    await write(
      { title: "Steering" },
      { title: "Steering wheels" },
      { title: "Steerers", categories: ["cs.CL"] },
    );
    const { exact, close, nearest } = await search("steerixg -wheels cat:cs.RO", {
      since: new Date("2026-01-01"),
    });
    expect([exact, close]).toEqual([0, 0]);
    expect(nearest?.words[0]).toEqual({ word: "steering", papers: 2 });
    expect((await search("steering", { categories: ["cs.RO"] })).nearest).toMatchObject({ unfiltered: 2 });
    expect((await search("steering")).nearest).toBeNull();
  });

  it('mends no field, and leaves no quote behind in "what was meant"', async () => {
    await write({ title: "Closed loops", authors: ["Ann Lee"] });
    expect((await search('"cloesd')).insteadOf).toEqual({ kind: "corrected", query: "closed" });
    expect((await search("author:lee title:lopos")).insteadOf).toEqual({
      kind: "corrected",
      query: "author:lee title:loops",
    });
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

describe("suggestPapers", () => {
  const suggested = async (text: string) => {
    const { queries, papers } = await suggestPapers(database.db, text);
    return { queries, titles: papers.map(({ title }) => title) };
  };

  it("completes the last word, and names papers that hold it with the words before", async () => {
    await write({ title: "Sparse attention" }, { title: "Sparse attribution" }, { title: "Dense attention" });
    const { queries, titles } = await suggested("sparse att");
    expect(queries).toEqual(["sparse attention", "sparse attribution"]);
    expect(titles.toSorted()).toEqual(["Sparse attention", "Sparse attribution"]);
    await write({ id: "2605.00009", title: "The theory of the theatre" });
    expect((await suggested("the")).queries.toSorted()).toEqual(["theatre", "theory"]);
    expect(await suggested("dense ")).toMatchObject({ titles: ["Dense attention"] });
    expect(await suggested("zzz")).toEqual({ queries: [], titles: [] });
  });

  it("names the paper that was referred to, and no other", async () => {
    await write({ id: "2605.00001", title: "Rain" }, { id: "2605.00002", title: "Snow" });
    expect(await suggested("https://arxiv.org/abs/2605.00002v1")).toEqual({ queries: [], titles: ["Snow"] });
    expect(await suggested("2605.00009")).toEqual({ queries: [], titles: [] });
  });

  it.each([
    "a%",
    "%_",
    "\\",
    '"sparse att',
    "author:Lo",
    "x".repeat(10_000),
    "sparse or att",
    "\ud83d",
  ])("answers %j", async (text) => {
    await write({ title: "Sparse attention", authors: ["Ada Lovelace"] });
    expect((await suggested(text)).titles.length).toBeLessThanOrEqual(1);
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
