import { expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import type { FrozenPaper } from "../../src/editions/edition.ts";
import { parseExplanation } from "../../src/editions/frozen-explanation.ts";
import { makeEdition, makePaper, site, slotsFor } from "./editions.ts";

const figures = { upvotes: 60, comments: 4, stars: 1234 };
const place = { kind: "place", cadence: "daily", place: 1, isShared: false, of: 31, ...figures } as const;

const lateRise = { kind: "late-rise", gained: 1049, since: "2026-06-11", upvotes: 1100 } as const;

/** Facts, the sentence that the release before facts kept in their place if it knew them, and what a mail says. */
const said: [explanation: FrozenPaper["explanation"], before: string | null, inMail: string][] = [
  [
    place,
    "Most upvoted of the day: 60 upvotes, 4 comments, code with 1.2k stars",
    "1,234 stars · most upvoted of the day",
  ],
  [
    { ...place, cadence: "weekly", isShared: true },
    "Among the most upvoted of the week: 60 upvotes, 4 comments, code with 1.2k stars",
    "1,234 stars · among the most upvoted of the week",
  ],
  [
    { ...place, of: 1 },
    "The only paper of the day: 60 upvotes, 4 comments, code with 1.2k stars",
    "1,234 stars · the only paper of the day",
  ],
  [
    { ...place, place: 2 },
    "Second of 31 by upvotes; 4 comments, code with 1.2k stars",
    "1,234 stars · second of 31 by upvotes",
  ],
  [
    { ...place, place: 21, isShared: true },
    "Joint 21st of 31 by upvotes; 4 comments, code with 1.2k stars",
    "1,234 stars · joint 21st of 31 by upvotes",
  ],
  [
    { kind: "rise", gained: 49, day: "2026-06-16", ...figures },
    null,
    "60 upvotes (+49 on 16 June) · 4 comments · 1,234 stars Small",
  ],
  [
    {
      kind: "late-place",
      day: "2026-08-04",
      place: 2,
      isShared: false,
      of: 31,
      atClose: { place: 25 },
      upvotes: 60,
    },
    null,
    "1,234 stars · now second of 4 August’s 31 papers, 25th when its day closed",
  ],
  [
    { kind: "above-most", percent: 97, days: 60, ...figures },
    null,
    "1,234 stars · more upvotes than 97% of the last 60 days’ papers",
  ],
  [
    { kind: "stars-gained", from: 40, to: 1234, days: 2, ...figures },
    null,
    "1,234 stars · code went from 40 to 1,234 stars in two days",
  ],
  [
    { kind: "organization", organization: "<b>Lab", nth: 4, month: "2026-06", ...figures },
    null,
    "1,234 stars · fourth paper from",
  ],
  [
    { kind: "authors-in-discussion", ...figures },
    null,
    "1,234 stars · the authors take part in the discussion",
  ],
  [{ kind: "media", ...figures }, null, "1,234 stars · with figures or a video"],
  [{ kind: "many-authors", authors: 42, ...figures }, null, "1,234 stars · 42 authors"],
  [{ kind: "discussed", ...figures }, null, "60 upvotes · 4 comments · 1,234 stars Small"],
  [
    { ...place, place: 2, listedBefore: "2026-06-10" },
    null,
    "1,234 stars · second of 31 by upvotes; listed again, first on 10 June",
  ],
  [
    { kind: "discussed", ...figures, listedBefore: "2026-06-10" },
    null,
    "1,234 stars · listed again, first on 10 June",
  ],
  [
    lateRise,
    "Rose after its day: +1,049 upvotes since 11 June, now 1,100",
    "60 upvotes (+1,049 since 11 June) ·",
  ],
  [{ kind: "unvoted", stars: 1234 }, "No upvotes yet; code with 1.2k stars", "1,234 stars · no upvotes yet"],
  [
    { kind: "announced", stars: null },
    "Announced on arXiv, not voted on",
    "1,234 stars · announced on arXiv, not voted on",
  ],
];

async function mailOf(explanation: FrozenPaper["explanation"]) {
  const edition = makeEdition([makePaper(1, { ...figures, rise: null, explanation })]);
  const choice = { detail: "summary" as const, forYou: [], top: [0], late: [] };
  return assembleDigest(await compileDigest(edition, "summary", site), slotsFor(choice));
}

const flat = (text: string) => text.replace(/\s+/g, " ");

test.each(
  said,
)("a mail says %j beside the figures, without repeating them", async (explanation, _, inMail) => {
  const { html, text } = await mailOf(explanation);
  expect(flat(text)).toContain(inMail);
  const last = inMail.slice(inMail.lastIndexOf("· ")).replace(/ Small$/, "");
  if (explanation?.kind !== "late-rise") expect(flat(html)).toContain(last);
});

test.each(
  said.filter(([, before]) => before !== null),
)("an edition frozen before that is compiled now has the bytes of %j", async (explanation, before) => {
  expect(await mailOf(parseExplanation({ reason: before }))).toEqual(await mailOf(explanation));
});

test("a mail of the least detail says only what a late riser gained", async () => {
  const edition = makeEdition([makePaper(1, { explanation: lateRise }), makePaper(2)]);
  const choice = { detail: "title" as const, forYou: [], top: [0, 1], late: [] };
  const { text } = assembleDigest(await compileDigest(edition, "title", site), slotsFor(choice));
  expect(text).toContain("+1,049 since 11 June");
  expect(text).not.toContain("of 27 by upvotes");
});
