import { describe, expect, it } from "vitest";
import { splitCreators } from "../../../src/papers/sources/arxiv-creators.ts";
import { readAnnouncements, readQueryFeed } from "../../../src/papers/sources/arxiv-feeds.ts";
import { readOaiPage } from "../../../src/papers/sources/arxiv-oai.ts";
import type { ArxivPaper } from "../../fakes/arxiv-invented.ts";
import { oaiAnswer } from "../../fakes/arxiv-oai-xml.ts";
import { announcementFeed, errorFeed, queryFeed, rssFeed } from "../../fakes/arxiv-xml.ts";

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
      discussion: null,
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

describe.each([
  ["RSS", rssFeed],
  ["Atom", announcementFeed],
] as const)("readAnnouncements of %s", (_, feed) => {
  const announced = feed(
    "cs.CL",
    [
      { type: "new", paper },
      { type: "cross", paper: { ...paper, id: "2606.00002" } },
      { type: "replace", paper: { ...paper, id: "2401.00001" } },
      { type: "replace-cross", paper: { ...paper, id: "2401.00002" } },
      { type: "absonly", paper: { ...paper, id: "1901.00001" } },
    ],
    now,
  );

  it("takes new and cross-listed papers of the day, not replacements nor corrections of an abstract", async () => {
    const { papers, rejected } = await readAnnouncements(announced, "arxiv.example", "2026-06-16");
    expect(rejected).toEqual([]);
    expect(papers.map((one) => one.id)).toEqual(["2606.00001", "2606.00002"]);
    expect(papers[0]).toMatchObject({
      abstract: "An abstract with a < b & α.",
      authors: ["Ana García", "Bo Huang"],
      categories: ["cs.CL", "cs.AI"],
      discussion: null,
      signal: null,
    });
  });

  it("takes none when the feed shows another day", async () => {
    expect((await readAnnouncements(announced, "arxiv.example", "2026-06-15")).papers).toEqual([]);
  });

  it("takes no affiliation for an author", async () => {
    const affiliations = [["Institute of Tests, University of Samples", "Lab (West)"], []];
    const text = feed("cs.CL", [{ type: "new", paper: { ...paper, affiliations } }], now);
    const { papers } = await readAnnouncements(text, "arxiv.example", "2026-06-16");
    expect(papers[0]?.authors).toEqual(["Ana García", "Bo Huang"]);
  });

  it("hears the kind of an announcement from its text when no tag says it", async () => {
    const untagged = announced.replaceAll(/<arxiv:announce_type>[^<]*<\/arxiv:announce_type>/g, "");
    const { papers } = await readAnnouncements(untagged, "arxiv.example", "2026-06-16");
    expect(papers.map((one) => one.id)).toEqual(["2606.00001", "2606.00002"]);
  });

  it("refuses a kind of announcement that it does not know, and names it", async () => {
    const odd = announced.replace(">new<", ">surprise<");
    const { papers, rejected } = await readAnnouncements(odd, "arxiv.example", "2026-06-16");
    expect(papers.map((one) => one.id)).toEqual(["2606.00002"]);
    expect(rejected).toMatchObject([
      { id: "oai:arXiv.org:2606.00001v2", reason: "arxiv:announce_type is not known" },
    ]);
  });
});

describe("splitCreators", () => {
  it.each([
    [
      "Ann Example (Institute of Tests, University of Samples), Bo Sample Jr, Cy Demo",
      ["Ann Example", "Bo Sample Jr", "Cy Demo"],
    ],
    [
      "Ann Example (1), Bo Sample (1 and 2) ((1) Institute A, City, (2) Institute B)",
      ["Ann Example", "Bo Sample"],
    ],
    ["Ann Example, Bo Sample and Cy Demo", ["Ann Example", "Bo Sample", "Cy Demo"]],
    ["Ann Example, Bo Sample, and Cy Demo", ["Ann Example", "Bo Sample", "Cy Demo"]],
    [
      "The Test Collaboration: Ann Example, Bo Sample",
      ["The Test Collaboration", "Ann Example", "Bo Sample"],
    ],
    ["John Smith, Jr., Ann Example", ["John Smith Jr.", "Ann Example"]],
    ["Xiaoming (Simon) Li (Institute of Tests), Bo Sample", ["Xiaoming (Simon) Li", "Bo Sample"]],
    ["Ann Example (Institute of Tests, Bo Sample", ["Ann Example", "Bo Sample"]],
    ["Ann Example), Bo Sample", ["Ann Example", "Bo Sample"]],
    ["Ann\nExample,Bo Sample", ["Ann Example", "Bo Sample"]],
    ["Alexandra Anderson, Randy Band", ["Alexandra Anderson", "Randy Band"]],
    ["Ann Example, et al.", ["Ann Example"]],
    ["", []],
  ])("reads %j", (line, names) => {
    expect(splitCreators(line)).toEqual(names);
  });

  it.each([
    "(",
    "()",
    "(a, ",
    ", ",
    "a) ",
    "(((",
  ])("takes linear time for a text of nothing but %j", (unit) => {
    expect(() => splitCreators(unit.repeat(300_000 / unit.length))).not.toThrow();
  });
});

describe("readOaiPage", () => {
  const asked = (query: Record<string, string>) =>
    oaiAnswer({ parameters: new URLSearchParams(query), papers: [paper], now });

  it.each(["arXivRaw", "arXiv"])("reads a record in the format %s", async (metadataPrefix) => {
    const page = await readOaiPage(asked({ verb: "ListRecords", metadataPrefix }), "arxiv.example");
    expect(page).toMatchObject({ rejected: [], resumptionToken: null, errorCode: null });
    expect(page.papers).toMatchObject([
      {
        id: "2606.00001",
        title: "Tables & <Trees> at 95%",
        abstract: "An abstract with a < b & α.",
        authors: ["Ana García", "Bo Huang"],
        primaryCategory: "cs.CL",
        categories: ["cs.CL", "cs.AI"],
        doi: "10.1000/182",
        comment: "9 pages",
        publishedAt: new Date(metadataPrefix === "arXiv" ? "2026-06-01" : "2026-06-01T10:00:00Z"),
      },
    ]);
  });

  it("tells what it could not read of one record, and reads the others", async () => {
    const text = asked({ verb: "ListRecords", metadataPrefix: "arXivRaw" });
    const [record = ""] = /<record>.*<\/record>/s.exec(text) ?? [];
    const odd = record.replaceAll("2606.00001", "2606.00002").replace(/<title>.*<\/title>/, "");
    const deleted = record
      .replace("<header>", '<header status="deleted">')
      .replace(/<metadata>.*<\/metadata>/s, "");
    const page = await readOaiPage(text.replace(record, odd + deleted + record), "arxiv.example");
    expect(page.papers.map((one) => one.id)).toEqual(["2606.00001"]);
    expect(page.rejected).toMatchObject([{ id: "2606.00002", reason: "title is missing" }]);
  });

  it("gives the code of an error", async () => {
    const text = asked({
      verb: "GetRecord",
      metadataPrefix: "arXivRaw",
      identifier: "oai:arXiv.org:2606.99999",
    });
    expect(await readOaiPage(text, "arxiv.example")).toMatchObject({
      papers: [],
      errorCode: "idDoesNotExist",
    });
  });

  it.each(["<html><body>Please wait", "<feed/>", ""])("refuses %j and names the host", async (text) => {
    await expect(readOaiPage(text, "arxiv.example")).rejects.toThrow(/^arxiv\.example answered/);
  });
});
