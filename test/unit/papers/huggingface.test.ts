import { describe, expect, it } from "vitest";
import { readDailyPapers } from "../../../src/papers/sources/huggingface.ts";
import { awkwardDay, dailyItem } from "../../fixtures/papers/daily-items.ts";

const read = (items: unknown[]) => readDailyPapers(JSON.stringify(items), "hf.example", "2026-06-16");

describe("readDailyPapers", async () => {
  const { papers, rejected } = await read(awkwardDay());
  const paper = (id: string) => papers.find((one) => one.id === id);

  it("reads every readable item once, in order, and rejects the rest with a reason in words", () => {
    expect(papers.map((one) => one.id)).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `2606.0000${n}`));
    expect(rejected.map(({ id, reason }) => [id, reason])).toEqual([
      ["2606.00008", "paper.title is missing"],
      ["not-an-id", "paper.id is not an arXiv identifier"],
      ["2606.00009", expect.stringMatching(/^paper\.upvotes /)],
      ["#11", "the item is not an object"],
    ]);
  });

  it("writes titles, abstracts and names as plain Unicode", () => {
    expect(paper("2606.00001")).toMatchObject({
      title: "R³-Study: 95% of α values",
      abstract: "It costs $5 to $10, gains ∼0.6 at 10⁻³, and emits <think> tokens; a < b > c.",
      summary: "A study of α values.",
    });
    expect(paper("2606.00003")?.authors).toEqual(["André Müller"]);
    expect(paper("2606.00007")?.title).toBe("Null and \ufffd half");
  });

  it("keeps all of 573 authors", () => {
    expect(paper("2606.00002")?.authors).toHaveLength(573);
  });

  it("takes a paper without abstract, authors or summary", () => {
    expect(paper("2606.00004")).toMatchObject({ abstract: "", authors: [], summary: null });
  });

  it("counts a wrong value of a lesser field as not said", () => {
    expect(paper("2606.00005")).toMatchObject({
      codeUrl: null,
      projectUrl: null,
      organization: null,
      keywords: ["kept"],
      thumbnailUrl: null,
      signal: { stars: null },
    });
  });

  it("keeps where figures and videos lie, and of those only what a public server gives over https", async () => {
    const cdn = "https://cdn-uploads.huggingface.co/production/uploads/a";
    const mediaUrls = [
      `${cdn}/one.png`,
      { type: "video", url: `${cdn}/two.mp4` },
      "javascript:alert(1)",
      "https://10.0.0.1/three.png",
      "https://user:word@example.org/four.png",
      7,
      `${cdn}/one.png`,
    ];
    const many = Array.from({ length: 100 }, (_, index) => `${cdn}/${index}.png`);
    const { papers: found } = await read([
      dailyItem({ id: "2606.00001", item: { mediaUrls } }),
      dailyItem({ id: "2606.00002", paper: { mediaUrls: [`${cdn}/three.qt`] } }),
      dailyItem({ id: "2606.00003", item: { mediaUrls: many } }),
      dailyItem({ id: "2606.00004", item: { mediaUrls: "none" } }),
    ]);
    expect(found.slice(0, 2).map(({ discussion }) => discussion?.mediaUrls)).toEqual([
      [`${cdn}/one.png`, `${cdn}/two.mp4`],
      [`${cdn}/three.qt`],
    ]);
    expect(found.slice(2).map(({ discussion }) => discussion?.mediaUrls.length)).toEqual([8, 0]);
  });

  it("leaves out authors that Hugging Face hides", async () => {
    const authors = [{ name: "Shown", hidden: false }, { name: "Hidden", hidden: true }, { name: "" }];
    const [found] = (await read([dailyItem({ id: "2606.00001", paper: { authors } })])).papers;
    expect(found?.authors).toEqual(["Shown"]);
  });

  it("cuts absurdly long texts and keeps them whole characters", async () => {
    const title = `${"😀".repeat(5000)} end`;
    const [found] = (await read([dailyItem({ id: "2606.00001", paper: { title } })])).papers;
    expect(found?.title.length).toBeLessThanOrEqual(600);
    expect(found?.title).not.toMatch(/\p{Surrogate}/u);
  });
});

it("says nothing of votes that are not told", async () => {
  const { papers } = await read([
    dailyItem({ id: "2606.00001", paper: { upvotes: null } }),
    dailyItem({ id: "2606.00002", upvotes: 3, item: { numComments: null } }),
  ]);
  expect(papers.map(({ signal }) => signal)).toMatchObject([null, { upvotes: 3, comments: null }]);
});

describe("a list of another day", () => {
  const ofDay = (day: string | null, publishedAt = "2026-06-15T00:00:00.000Z") => ({
    submittedOnDailyAt: day === null ? null : `${day}T00:00:00.000Z`,
    publishedAt,
  });
  const isOther = async (...papers: Record<string, unknown>[]) =>
    (await read(papers.map((paper, index) => dailyItem({ id: `2606.0000${index}`, paper })))).isOfAnotherDay;

  it("is one all of whose items name another, or are far too old where they name none", async () => {
    expect(await isOther(ofDay("2026-06-15"), ofDay("2026-06-15"))).toBe(true);
    expect(await isOther(ofDay("2025-06-16"), ofDay("2025-06-16"))).toBe(true);
    expect(await isOther(ofDay(null, "2025-06-15T00:00:00.000Z"))).toBe(true);
    expect(await isOther(ofDay("2026-06-16"), ofDay("2025-06-16"))).toBe(false);
    expect(await isOther(ofDay("2026-06-16", "2025-06-15T00:00:00.000Z"))).toBe(false);
    expect(await isOther(ofDay(null))).toBe(false);
    expect(await isOther()).toBe(false);
  });

  it("costs a single item that names a day far away itself", async () => {
    const { papers, rejected } = await read([
      dailyItem({ id: "2606.00001", paper: ofDay("2026-06-16") }),
      dailyItem({ id: "2506.00002", paper: ofDay("2025-06-16") }),
      dailyItem({ id: "2606.00003", paper: ofDay("2026-06-10") }),
    ]);
    expect(papers.map(({ id }) => id)).toEqual(["2606.00001", "2606.00003"]);
    expect(rejected.map(({ id, reason }) => [id, reason])).toEqual([
      ["2506.00002", "the item names 2025-06-16 as its day: 2026-06-16 was asked for"],
    ]);
  });
});

it("rejects a count that no table holds, and takes the rest of the day", async () => {
  const { papers, rejected } = await read([
    dailyItem({ id: "2606.00001", upvotes: 1e12 }),
    dailyItem({ id: "2606.00002", upvotes: 3 }),
  ]);
  expect(papers.map(({ id }) => id)).toEqual(["2606.00002"]);
  expect(rejected).toMatchObject([{ id: "2606.00001", reason: "paper.upvotes is too large" }]);
});
