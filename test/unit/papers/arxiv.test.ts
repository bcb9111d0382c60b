import { describe, expect, it } from "vitest";
import { readAnnouncements, readQueryFeed } from "../../../src/papers/sources/arxiv-feeds.ts";
import type { ArxivPaper } from "../../fakes/arxiv-invented.ts";
import { errorFeed, queryFeed, rssFeed } from "../../fakes/arxiv-xml.ts";

const now = new Date("2026-06-16T10:00:00Z");
const paper: ArxivPaper = {
  id: "2606.00001",
  version: 2,
  title: "Tables & <Trees> at 95\\%",
  abstract: "An abstract with a < b & $\\alpha$.",
  authors: ["Ana Garc\\'ia", "Bo Huang"],
  primaryCategory: "cs.CL",
  categories: ["cs.CL", "cs.AI"],
  doi: "10.1000/182",
  comment: "9 pages",
  publishedAt: "2026-06-01T10:00:00Z",
};
const query = { idList: "", searchQuery: "", start: 0, maxResults: 10, total: 1, now };

describe("readQueryFeed", () => {
  it("reads what arXiv knows of a paper", async () => {
    const old: ArxivPaper = { ...paper, id: "astro-ph/0601001", doi: null, comment: null };
    const { papers, rejected } = await readQueryFeed(queryFeed([paper, old], query), "arxiv.example");
    expect(rejected).toEqual([]);
    expect(papers[0]).toMatchObject({
      id: "2606.00001",
      title: "Tables & <Trees> at 95%",
      abstract: "An abstract with a < b & α.",
      authors: ["Ana García", "Bo Huang"],
      primaryCategory: "cs.CL",
      categories: ["cs.CL", "cs.AI"],
      doi: "10.1000/182",
      comment: "9 pages",
      publishedAt: new Date("2026-06-01T10:00:00Z"),
      signal: null,
    });
    expect(papers[1]).toMatchObject({ id: "astro-ph/0601001", doi: null, comment: null });
  });

  it("reads an empty feed as no papers", async () => {
    expect(await readQueryFeed(queryFeed([], query), "arxiv.example")).toEqual({ papers: [], rejected: [] });
  });

  it("rejects an entry that is an error with what it says", async () => {
    const { rejected } = await readQueryFeed(
      errorFeed("x", "incorrect id format for abc", now),
      "arxiv.example",
    );
    expect(rejected[0]?.reason).toBe("the item is an error: incorrect id format for abc");
  });

  it("reads a long feed full of entities", async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      ...paper,
      id: `2606.${10_000 + index}`,
      abstract: "a < b & c > d ".repeat(100),
    }));
    expect((await readQueryFeed(queryFeed(many, query), "arxiv.example")).papers).toHaveLength(200);
  });

  it.each(["<html><body>Please wait", "not xml", ""])("refuses %j and names the host", async (text) => {
    await expect(readQueryFeed(text, "arxiv.example")).rejects.toThrow(/^arxiv\.example answered/);
  });
});

describe("readAnnouncements", () => {
  const announced = rssFeed(
    "cs.CL",
    [
      { type: "new", paper },
      { type: "cross", paper: { ...paper, id: "2606.00002" } },
      { type: "replace", paper: { ...paper, id: "2401.00001" } },
    ],
    now,
  );

  it("takes new and cross-listed papers of the day, not replacements", async () => {
    const { papers, rejected } = await readAnnouncements(announced, "arxiv.example", "2026-06-16");
    expect(rejected).toEqual([]);
    expect(papers.map((one) => one.id)).toEqual(["2606.00001", "2606.00002"]);
    expect(papers[0]).toMatchObject({
      abstract: "An abstract with a < b & α.",
      authors: ["Ana García", "Bo Huang"],
      categories: ["cs.CL", "cs.AI"],
      signal: null,
    });
  });

  it("takes none when the feed shows another day", async () => {
    expect((await readAnnouncements(announced, "arxiv.example", "2026-06-15")).papers).toEqual([]);
  });
});
