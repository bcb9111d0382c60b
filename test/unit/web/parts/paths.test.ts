import { expect, it } from "vitest";
import {
  authorPath,
  editionPath,
  keywordPath,
  organizationPath,
  paperPath,
  topicPath,
} from "../../../../src/web/parts/paths.ts";

it("leads to a paper's page, also of an old identifier", () => {
  expect(paperPath("2606.01234")).toBe("/papers/2606.01234");
  expect(paperPath("astro-ph/0601001")).toBe("/papers/astro-ph/0601001");
});

it("leads to an edition", () => {
  expect(editionPath("weekly", "2026-W25")).toBe("/editions/weekly/2026-W25");
});

it("leads to a topic in arXiv's spelling, and nowhere from what arXiv does not know", () => {
  expect(topicPath("CS.cl")).toBe("/topics/cs.CL");
  expect(topicPath("..")).toBeNull();
});

it("leads from all spellings of a name to one page", () => {
  const spellings = [
    "Jürgen Schmidhuber",
    "JURGEN  SCHMIDHUBER",
    "Ju\u0308rgen-Schmidhuber",
    "jurgen-schmidhuber",
  ];
  for (const name of spellings) expect(authorPath(name)).toBe("/authors/jurgen-schmidhuber");
  expect(authorPath("Y. LeCun")).toBe("/authors/y-lecun");
  expect(authorPath("Brian O’Connor")).toBe(authorPath("Brian O'Connor"));
});

it("keeps apart what a sign tells apart", () => {
  const languages = ["C", "C++", "C#"].map(keywordPath);
  expect(new Set(languages).size).toBe(3);
});

it.each([
  "../../etc/passwd",
  "..",
  "%2e%2e",
  "a/b",
  "a\\b",
  'x" onclick="y',
  "<script>",
  "a?b#c",
  "\u0000\u001b[31m",
  "half \ud83d of a pair",
  `${"x".repeat(99)}😀😀`,
  "😀".repeat(500),
  "王小明",
  "ي".repeat(10_000),
])("keeps every name within its folder, under one name: %j", (name) => {
  for (const path of [keywordPath(name), organizationPath(name), authorPath(name)]) {
    if (path === null) continue;
    const url = new URL(path, "https://paperboy.example");
    expect(url.pathname).toBe(path);
    expect(path).toMatch(/^\/(?:keywords|organizations|authors)\/[^/.?#"'<>\\]+$/);
    expect(decodeURIComponent(path).length).toBeLessThan(220);
  }
  expect([null, keywordPath(name)]).toContain(
    keywordPath(decodeURIComponent((keywordPath(name) ?? "").slice(10))),
  );
});

it("has no page for a name of marks alone", () => {
  expect(keywordPath(" .. ")).toBeNull();
  expect(authorPath("")).toBeNull();
});
