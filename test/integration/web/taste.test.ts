import type { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { gatherSubscriberHistory } from "../../../src/console/subscriber-history.ts";
import { eraseEverywhere } from "../../../src/privacy/erase-everywhere.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { requireSubscriber } from "../../../src/subscribers/store.ts";
import type { TokenPurpose } from "../../../src/subscribers/tokens.ts";
import { markPaper, mostMarks } from "../../../src/taste/mark-paper.ts";
import { insertMarks } from "../../../src/taste/marks-store.ts";
import { readTaste } from "../../../src/taste/read-taste.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { frozenPaper, writePapers } from "../../support/site-papers.ts";

let ctx: TestContext;
let app: Hono;
let reader: string;
let readers = 0;

const about = (id: string, title: string, abstract: string) =>
  frozenPaper(1, { id, title, abstract, keywords: [] });

beforeAll(async () => {
  ctx = await createTestContext();
  app = createApp(ctx);
  await writePapers(ctx.db, [
    about(
      "2606.00001",
      "Quantised kernels for sparse attention",
      "Sparse attention kernels, quantised, on accelerators.",
    ),
    about(
      "2606.00002",
      "Sparse attention at the edge",
      "Sparse attention on small accelerators with quantised kernels.",
    ),
    about(
      "2606.00003",
      "Folding proteins with <b>diffusion</b>",
      "Proteins fold under diffusion, residue by residue.",
    ),
    // A word that stands in one paper alone tells of no other.
    about("2606.00004", "Proteins and diffusion", "Proteins fold, residue by residue, under diffusion."),
    about("2606.00005", "Ricci flow on surfaces", "Ricci flow and surgery on surfaces."),
    about("math/0211159", "Ricci flow with surgery", "Ricci flow on three-manifolds, with surgery."),
  ]);
});
afterAll(() => ctx.close());
beforeEach(async () => {
  readers += 1;
  const email = `taste${readers}@example.com`;
  const result = await addSubscriber(ctx, { email, source: "cli", consent: { wording: "x" } });
  if (result.kind !== "added") throw new Error(result.kind);
  reader = result.subscriber.id;
});

const tokenOf = (purpose: TokenPurpose = "preferences") =>
  makeLinkToken(ctx.config, purpose, { subscriberId: reader, now: ctx.clock.now() });

const mark = (paperId: string, kind: "more" | "less" | "save") =>
  markPaper(ctx, { subscriberId: reader, paperId, kind, isSet: true });

const post = (path: string, fields: Record<string, string | File>) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return app.request(path, { method: "POST", body });
};

const open = async () => (await app.request(`/preferences?token=${tokenOf()}`)).text();
const taste = () => readTaste(ctx.db, reader);
const lexemes = async () => (await taste()).terms.map(({ lexeme }) => lexeme);
const marks = async () => (await taste()).marks.map(({ kind, paperId }) => `${kind} ${paperId}`).sort();

describe("what digests have learned", () => {
  test("stands in the preferences as words with weights, and the marks that they come from", async () => {
    expect(await open()).toContain("Nothing yet.");
    await mark("2606.00001", "more");
    await mark("2606.00003", "less");
    await mark("math/0211159", "save");
    const page = await open();
    for (const { lexeme } of (await taste()).terms) expect(page).toContain(`value="${lexeme}"`);
    expect(page.indexOf("More of")).toBeLessThan(page.indexOf("Less of"));
    expect(page).toContain("Folding proteins with &lt;b&gt;diffusion&lt;/b&gt;");
    expect(page).toMatch(/<bdi>attention<\/bdi> <span class="weight">\d+<\/span>/);
    expect(page).toContain(`value="less 2606.00003"`);
  });

  test("loses a word for good when the reader takes it out, also when more marks speak for it", async () => {
    await mark("2606.00001", "more");
    const [first = "", ...others] = await lexemes();
    for (let times = 0; times < 2; times += 1) {
      const answer = await post("/preferences/taste", { token: tokenOf(), "take-out": first });
      expect(answer.status).toBe(303);
    }
    expect(await lexemes()).toEqual(expect.arrayContaining(others));
    await mark("2606.00002", "more");
    expect(await lexemes()).not.toContain(first);
    expect((await taste()).removed).toEqual([first]);
    expect(await open()).toContain("Taken out by you: ");
    await post("/preferences/taste", { token: tokenOf(), "take-out": "never-there" });
    expect((await taste()).removed).toEqual([first]);
  });

  test("forgets one mark, or all of it with the words that were taken out", async () => {
    await mark("2606.00001", "more");
    await mark("math/0211159", "save");
    await post("/preferences/taste", { token: tokenOf(), unmark: "more 2606.00001" });
    expect(await marks()).toEqual(["save math/0211159"]);
    expect(await lexemes()).not.toContain("attent");
    const [first = ""] = await lexemes();
    await post("/preferences/taste", { token: tokenOf(), "take-out": first });
    for (let times = 0; times < 2; times += 1)
      expect((await post("/preferences/taste", { token: tokenOf(), forget: "all" })).status).toBe(303);
    expect(await taste()).toEqual({ marks: [], terms: [], removed: [] });
  });

  test("is changed by the link to the preferences alone", async () => {
    await mark("2606.00001", "more");
    const before = await taste();
    const fields = { token: tokenOf("mark"), forget: "all", unmark: "more 2606.00001", papers: "2606.00002" };
    for (const path of ["/preferences/taste", "/preferences/seed"])
      expect((await post(path, fields)).status).toBe(410);
    expect((await post("/preferences/taste", { token: tokenOf(), unmark: "most x" })).status).toBe(400);
    expect(await taste()).toEqual(before);
  });

  test("is handed out with the reader's data, gone when they are erased, and a count to operators", async () => {
    await mark("2606.00001", "more");
    await mark("2606.00001", "save");
    const data = JSON.parse(await (await app.request(`/export?token=${tokenOf()}`)).text());
    expect(data.taste.marks).toMatchObject([{ paperId: "2606.00001" }, { paperId: "2606.00001" }]);
    expect(data.taste.terms[0]).toMatchObject({ word: expect.any(String), weight: expect.any(Number) });
    const subscriber = await requireSubscriber(ctx.db, reader);
    const history = await gatherSubscriberHistory(ctx.db, ctx.addressKeys, subscriber);
    expect(history.marks).toEqual({ more: 1, less: 0, save: 1 });
    expect(JSON.stringify(history)).not.toContain("2606.00001");
    await eraseEverywhere(ctx, { subscriberId: reader });
    expect(await taste()).toEqual({ marks: [], terms: [], removed: [] });
  });
});

describe("a reader's own list of papers", () => {
  test("marks those that are here, and tells which are not and which lines name none", async () => {
    const papers = "2606.00001\nhttps://arxiv.org/abs/math/0211159\n2606.77777\n<i>no paper</i>";
    const answer = await post("/preferences/seed", { token: tokenOf(), papers });
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).toContain("2 papers were marked as ones that you want more like.");
    expect(page).toContain("1 paper has not been collected here");
    expect(page).toContain(">2606.77777</a>");
    expect(page).toContain("1 entry names no arXiv paper:");
    expect(page).toContain("&lt;i&gt;no paper&lt;/i&gt;");
    expect(await marks()).toEqual(["more 2606.00001", "more math/0211159"]);
    expect(await lexemes()).toContain("attent");
  });

  test("may be a file beside lines, and counts once however often it is sent", async () => {
    const file = new File(["@misc{a, title={Edge}, eprint={2606.00002}}\n"], "library.bib");
    const fields = { token: tokenOf(), papers: "2606.00001", file };
    expect(await (await post("/preferences/seed", fields)).text()).toContain("2 papers were marked as ones");
    const before = await taste();
    ctx.clock.advance(1_000);
    const again = await (await post("/preferences/seed", fields)).text();
    expect(again).toContain("No paper was marked.");
    expect(again).toContain("2 papers were marked before.");
    expect(await taste()).toEqual(before);
  });

  test.each(["utf16le", "utf16be"])("may be a file in %s", async (encoding) => {
    const bytes = Buffer.from("\ufeff2606.00001\r\nmath/0211159\r\n", "utf16le");
    if (encoding === "utf16be") bytes.swap16();
    const answer = await post("/preferences/seed", { token: tokenOf(), file: new File([bytes], "list.txt") });
    expect(await answer.text()).toContain("2 papers were marked as ones");
  });

  test("is asked for again when there is none, and refused when it is larger than a megabyte", async () => {
    expect((await post("/preferences/seed", { token: tokenOf(), papers: " \n" })).status).toBe(422);
    const large = new File(["2606.00001\n".repeat(110_000)], "large.txt");
    expect((await post("/preferences/seed", { token: tokenOf(), file: large })).status).toBe(413);
    expect(await marks()).toEqual([]);
  });

  test("stops at as many marks as are kept, and says so", async () => {
    const ids = Array.from({ length: mostMarks - 1 }, (_, at) => `2601.${10_000 + at}`);
    await writePapers(
      ctx.db,
      ids.map((id) => about(id, "Old", "Old.")),
    );
    await insertMarks(ctx.db, { subscriberId: reader, paperIds: ids, kind: "less", now: ctx.clock.now() });
    const papers = "2606.00001 2606.00002";
    const page = await (await post("/preferences/seed", { token: tokenOf(), papers })).text();
    expect(page).toContain("1 paper was marked as one");
    expect(page).toContain("1 paper was left out, since at most 2,000 marks are kept.");
    expect(await mark("2606.00002", "more")).toEqual({ kind: "too-many" });
    expect(await mark(ids[0] ?? "", "more")).toEqual({ kind: "marked" });
    expect((await taste()).marks).toHaveLength(mostMarks);
  });
});
