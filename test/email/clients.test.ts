import { caniemail } from "caniemail";
import { expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import { makeEdition, makePaper, site, slotsFor } from "./editions.ts";

const clients = [
  "gmail.*",
  "outlook.*",
  "apple-mail.*",
  "yahoo.*",
  "protonmail.*",
  "thunderbird.*",
  "samsung-email.*",
] as const;

/** What some client lacks (by the title of its page at caniemail.com), and what a reader of that client sees. */
const fallbacks: Record<string, string> = {
  "<style> element": "the light scheme and the gutters of a wide screen, which are inline",
  "@media": "the same",
  "Type selector": "the same",
  "Class selector": "the same",
  "Attribute selector": "only Outlook.com's dark mode is marked by an attribute",
  "Descendant combinator": "the same",
  "<body> element": "the ground that the first element inside has too",
  ":hover": "links that do not change under the pointer",
  "display:none": "the preheader as a first line",
  overflow: "nothing else: the preheader is hidden by three properties",
  "border-radius": "a button with square corners",
  "word-break": "long words broken by the client's own rule",
  "role attribute": "nothing else: only a screen reader would hear of a table",
  "height property": "the bar: its line height gives the same height",
  "text-decoration": "links underlined as the client has them",
  "loading attribute": "pictures that are loaded at once",
  outline: "a picture as the client has it: no outline either",
  "target attribute": "links that open where the client opens all",
};

const thumbnailUrl = "https://pictures.example.org/one.png";

test("no client lacks a feature that has no fallback", async () => {
  const edition = makeEdition(
    Array.from({ length: 12 }, (_, index) => makePaper(index + 1, { thumbnailUrl })),
  );
  const { html } = assembleDigest(
    await compileDigest(edition, "abstract", { ...site, showsThumbnails: true }),
    slotsFor({ detail: "abstract", forYou: [0, 1], top: [2, 3], late: [4], because: ["cs.CL", "x"] }),
  );
  const { issues } = caniemail({ clients: [...clients], html });
  const lacking = new Set([...issues.errors.values()].flatMap((found) => found.map(({ title }) => title)));
  expect([...lacking].toSorted()).toEqual(Object.keys(fallbacks).toSorted());
});
