import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findName } from "../../../src/browse/find-name.ts";
import { nameKey } from "../../../src/browse/name-key.ts";
import { countByMonth, listNamedIds } from "../../../src/browse/names-store.ts";
import { ListTooSlowError, readList } from "../../../src/browse/read-list.ts";
import type { NameKind } from "../../../src/browse/tables.ts";
import type { FrozenPaper } from "../../../src/editions/edition.ts";
import { deleteSignalsAhead, insertSignals } from "../../../src/papers/signals-store.ts";
import { papers } from "../../../src/papers/tables.ts";
import { createTestDatabase, emptyTables, type TestDatabase } from "../../support/database.ts";
import { frozenPaper, writePapers } from "../../support/site-papers.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => emptyTables(database));
afterAll(() => database.close());

const find = (kind: NameKind, asked: string) => findName(database.db, kind, asked);
const byDate = { order: "date", limit: 10, offset: 0 } as const;

let nth = 0;
async function write(given: Partial<FrozenPaper>): Promise<string> {
  nth += 1;
  const paper = frozenPaper(1, { id: `2606.${10_000 + nth}`, ...given });
  await writePapers(database.db, [paper]);
  return paper.id;
}

async function vote(paperId: string, upvotes: number, at: string): Promise<void> {
  const signal = { upvotes, comments: 0, stars: null };
  await insertSignals(database.db, [{ paperId, signal }], new Date(at));
}

test("gives every name the key that pages give it", async () => {
  const names = [
    ...[
      "Jürgen Schmidhuber",
      "Łukasz Kaiser",
      "Søren Þór Æsir",
      "Đặng Thị",
      "Weiß, Ö.",
      "O’Brien",
      "İpek Ş.",
    ],
    ...["王小明", "ИВАНОВ Ёж", "ΣΊΣΥΦΟΣ", "محمد", "C++", "C#", "GPT-4o", "ﬁne‐tuning", "Ｆｕｌｌ", "x²", "½"],
    ...[
      "a/b\\c",
      "../..",
      "%2e",
      '"<script>',
      "😀 smile",
      "a\u00a0b",
      "tab\tnew\nline",
      "हिन्दी",
      "x".repeat(300),
    ],
    ...["´", "`", "...", " ", "µ-law", "№ 5", "ΑΣ ΟΔΟΣ", `${"é".repeat(99)}-b`],
  ];
  const { rows } = await database.db.execute<{ key: string }>(
    sql`select paperboy_name_key(name) as key from unnest(${sql.param(names)}::text[]) with ordinality n(name, at) order by at`,
  );
  expect(rows.map(({ key }) => key)).toEqual(names.map(nameKey));
  expect(names.map((name) => nameKey(nameKey(name)))).toEqual(names.map(nameKey));
});

test("finds a paper under its authors, keywords, organisation, topics and their archives", async () => {
  const id = await write({
    authors: ["Jürgen Schmidhuber"],
    keywords: ["World Models"],
    organization: "Google DeepMind",
    categories: ["cs.LG", "stat.ML"],
  });
  const pages: [NameKind, string, string][] = [
    ["author", "jurgen-schmidhuber", "Jürgen Schmidhuber"],
    ["keyword", "world-models", "World Models"],
    ["organization", "google-deepmind", "Google DeepMind"],
    ["topic", "cs.LG", "Machine Learning (cs.LG)"],
    ["topic", "stat", "Statistics"],
  ];
  for (const [kind, key, name] of pages) {
    const found = await find(kind, key);
    expect(found).toMatchObject({ kind, key, name, papers: 1 });
    if (found.kind === kind) expect(await listNamedIds(database.db, found, byDate)).toEqual([id]);
  }
});

test("follows a paper that changes, and forgets one that is gone", async () => {
  const id = await write({ keywords: ["agents"], authors: ["Ada Lovelace"] });
  await database.db.update(papers).set({ keywords: ["robots"] });
  expect((await find("keyword", "agents")).kind).toBe("unknown");
  expect(await find("keyword", "robots")).toMatchObject({ papers: 1 });
  await database.db.delete(papers).where(sql`id = ${id}`);
  expect((await find("author", "ada-lovelace")).kind).toBe("unknown");
});

test("leads every spelling to one page", async () => {
  await write({ authors: ["Yann LeCun"], organization: "OpenAI", keywords: ["Fine-Tuning"] });
  await write({ authors: ["Y. LeCun"] });
  const moved = (key: string) => ({ kind: "moved", key });
  for (const asked of ["Yann LeCun", "YANN-LECUN", "LeCun, Yann", "y-lecun", "lecun-y"])
    expect(await find("author", asked)).toEqual(moved("yann-lecun"));
  expect(await find("author", "yann-lecun")).toMatchObject({
    name: "Yann LeCun",
    otherNames: ["Y. LeCun"],
    papers: 2,
  });
  expect(await find("keyword", "fine tuning")).toEqual(moved("fine-tuning"));
  expect(await find("organization", "Open AI")).toEqual(moved("openai"));
  expect(await find("topic", "CS.cl")).toEqual(moved("cs.CL"));
});

test("takes nobody for another where an initial may mean two", async () => {
  await write({ authors: ["Yi Wang"] });
  await write({ authors: ["Yu Wang"] });
  const initial = await write({ authors: ["Y. Wang"] });
  expect(await find("author", "yi-wang")).toMatchObject({ papers: 1, keys: ["yi-wang"] });
  const found = await find("author", "y-wang");
  expect(found).toMatchObject({ kind: "author", papers: 1 });
  if (found.kind === "author") expect(await listNamedIds(database.db, found, byDate)).toEqual([initial]);
  const near = await find("author", "wang");
  expect(near).toMatchObject({
    kind: "unknown",
    near: [{ key: "y-wang" }, { key: "yi-wang" }, { key: "yu-wang" }],
  });
});

test("knows nobody by a name of marks, an unknown name or an endless one, and offers what is near", async () => {
  await write({ keywords: ["reinforcement learning"], organization: "Stanford University" });
  for (const asked of ["..", "", "\u0000", "x".repeat(4_000), "nobody-at-all", "%", "' or 1=1"])
    for (const kind of ["topic", "keyword", "organization", "author"] as const)
      expect((await find(kind, asked)).kind).toBe("unknown");
  expect(await find("keyword", "reinforced")).toMatchObject({ near: [{ key: "reinforcement-learning" }] });
  expect(await find("organization", "stanford")).toMatchObject({ near: [{ key: "stanford-university" }] });
});

test("orders by date or by the newest votes, and counts months", async () => {
  const old = await write({ publishedOn: "2026-04-30" });
  const fresh = await write({ publishedOn: "2026-06-02" });
  await vote(old, 10, "2026-05-01T08:00:00Z");
  await vote(old, 90, "2026-05-02T08:00:00Z");
  await vote(fresh, 20, "2026-06-03T08:00:00Z");
  const named = { kind: "topic", keys: ["cs.CL"] } as const;
  const ids = (order: "date" | "votes") =>
    listNamedIds(database.db, { ...named, keys: ["cs.CL"] }, { ...byDate, order });
  expect(await ids("date")).toEqual([fresh, old]);
  expect(await ids("votes")).toEqual([old, fresh]);
  // What a clock that was ahead wrote is taken back.
  await vote(fresh, 500, "2027-01-01T00:00:00Z");
  expect(await ids("votes")).toEqual([fresh, old]);
  await deleteSignalsAhead(database.db, [fresh], new Date("2026-06-04T00:00:00Z"));
  expect(await ids("votes")).toEqual([old, fresh]);
  // A date that a source made up, long ago or far ahead, makes no month of its own.
  await write({ publishedOn: "1999-06-02" });
  await write({ publishedOn: "2199-06-02" });
  const months = await countByMonth(
    database.db,
    { ...named, keys: ["cs.CL"] },
    { since: new Date("2026-01-01"), until: new Date("2026-07-01") },
  );
  expect(months).toEqual([
    { month: "2026-04", papers: 1, upvotes: 90 },
    { month: "2026-06", papers: 1, upvotes: 20 },
  ]);
});

test("gives up a statement that takes longer than anybody waits", async () => {
  const endless = sql`select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b`;
  const slow = readList(database.db, (tx) => tx.execute(endless), 20);
  await expect(slow).rejects.toThrow(ListTooSlowError);
});
