import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cadence } from "../../../src/calendar/periods.ts";
import { choosePapers, type NoChoiceReason } from "../../../src/digest/choose-papers.ts";
import type { DigestPreferences } from "../../../src/digest/compiled-digest.ts";
import type { SeenBefore, SeenPapers } from "../../../src/digest/seen-papers.ts";
import type { FrozenPaper } from "../../../src/editions/edition.ts";
import { makeEdition, makePaper } from "../../support/made-edition.ts";

const nothingLeft: NoChoiceReason = "no-paper-left";
const noMatch: NoChoiceReason = "no-match";
const tooFew: NoChoiceReason = "too-few-matches";

const plain: DigestPreferences = {
  topics: [],
  keywords: [],
  authors: [],
  mutedKeywords: [],
  mutedAuthors: [],
  organizations: [],
  mutedOrganizations: [],
  maxPapers: 10,
  fillUp: "few",
  detail: "summary",
  minMatches: 1,
  wantsLateRisers: true,
  wantsRepeats: false,
};

const robots = { title: "Robots", primaryCategory: "cs.RO", categories: ["cs.RO"] };
const vision = { title: "Vision", primaryCategory: "cs.CV", categories: ["cs.CV"] };
const unknown = { title: "Unknown", primaryCategory: null, categories: [] };
const late = { section: "late" as const };

/** Papers in the order of their ranks, those of the day before late risers. */
function papersOf(...given: Partial<FrozenPaper>[]): FrozenPaper[] {
  return given.map((one, index) => makePaper(index + 1, { title: `Paper ${index}`, ...one }));
}

const many = (count: number, given: Partial<FrozenPaper> = {}) => Array.from({ length: count }, () => given);

/** The choice as places in the edition, or the reason why there is none. */
function choose(papers: FrozenPaper[], preferences: Partial<DigestPreferences> = {}) {
  const chosen = choosePapers(makeEdition(papers), { ...plain, ...preferences });
  if (chosen.kind === "none") return chosen.reason;
  const { forYou, top, late } = chosen.choice;
  return { forYou, top, late };
}

describe("what an operator put first", () => {
  const edition = { ...makeEdition(papersOf(vision, vision, robots, robots, vision)), pinned: 2 };
  const of = (preferences: Partial<DigestPreferences>) => {
    const chosen = choosePapers(edition, { ...plain, ...preferences });
    return chosen.kind === "none" ? chosen.reason : { ...chosen.choice, because: undefined };
  };

  it("stands first among the matches, however much more others match", () => {
    expect(of({ topics: ["cs.CV"], keywords: ["invented", "vision"], fillUp: "no" })).toMatchObject({
      forYou: [0, 1, 4],
    });
    const weighty = makeEdition(papersOf({}, { title: "On tokens" }, { title: "On tokens and tokens" }));
    expect(
      choosePapers({ ...weighty, pinned: 1 }, { ...plain, keywords: ["tokens", "small"] }),
    ).toMatchObject({
      choice: { forYou: [0, 1, 2] },
    });
  });

  it("comes to nobody who follows something else, but to fill up", () => {
    expect(of({ topics: ["cs.RO"], fillUp: "no" })).toMatchObject({ forYou: [2, 3], top: [] });
    expect(of({ topics: ["cs.RO"], fillUp: "few", maxPapers: 3 })).toMatchObject({
      forYou: [2, 3],
      top: [0],
    });
  });
});

const places = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

describe("a reader who follows nothing", () => {
  it("gets the top papers in their order, as many as asked for", () => {
    const papers = papersOf(...many(12));
    expect(choose(papers, { maxPapers: 10 })).toEqual({ forYou: [], top: places(0, 10), late: [] });
    expect(choose(papers, { maxPapers: 12 })).toEqual({ forYou: [], top: places(0, 12), late: [] });
    expect(choose(papers, { maxPapers: 20 })).toEqual({ forYou: [], top: places(0, 12), late: [] });
  });

  it.each([
    [10, 7, 3],
    [9, 6, 3],
    [8, 6, 2],
    [6, 4, 2],
    [5, 4, 1],
    [3, 2, 1],
    [2, 2, 0],
    [1, 1, 0],
  ])("of %i papers gets %i of the day and %i late risers", (maxPapers, ofDay, risen) => {
    const papers = papersOf(...many(12), ...many(5, late));
    expect(choose(papers, { maxPapers })).toEqual({
      forYou: [],
      top: places(0, ofDay),
      late: places(12, risen),
    });
  });

  it("gets more papers of the day when there are fewer late risers", () => {
    const papers = papersOf(...many(12), late);
    expect(choose(papers)).toEqual({ forYou: [], top: places(0, 9), late: [12] });
  });

  it("gets more late risers on a day of few papers, but three at most", () => {
    const papers = papersOf({}, ...many(5, late));
    expect(choose(papers, { maxPapers: 10 })).toEqual({ forYou: [], top: [0], late: [1, 2, 3] });
    expect(choose(papers, { maxPapers: 3 })).toEqual({ forYou: [], top: [0], late: [1, 2] });
    expect(choose(papers, { maxPapers: 2 })).toEqual({ forYou: [], top: [0], late: [1] });
  });

  it("gets no late risers when they are not wanted", () => {
    const papers = papersOf({}, late);
    expect(choose(papers, { wantsLateRisers: false })).toEqual({ forYou: [], top: [0], late: [] });
    expect(choose(papersOf(late), { wantsLateRisers: false })).toBe(nothingLeft);
  });

  it("never gets a muted paper, and nothing when no other is left", () => {
    expect(choose(papersOf(robots, vision), { mutedKeywords: ["robots"] })).toEqual({
      forYou: [],
      top: [1],
      late: [],
    });
    expect(choose(papersOf({ ...robots, ...late }, vision), { mutedKeywords: ["robots"] })).toEqual({
      forYou: [],
      top: [1],
      late: [],
    });
    expect(choose(papersOf(robots), { mutedKeywords: ["robots"] })).toBe(nothingLeft);
    expect(choose([])).toBe(nothingLeft);
  });

  it("gets the detail that was asked for", () => {
    const chosen = choosePapers(makeEdition(papersOf({})), { ...plain, detail: "title" });
    expect(chosen).toMatchObject({ kind: "chosen", choice: { detail: "title" } });
  });

  it("gets a digest whatever the least number of matches", () => {
    expect(choose(papersOf({}), { minMatches: 5 })).toEqual({ forYou: [], top: [0], late: [] });
  });
});

describe("a reader who follows something", () => {
  const follows = { topics: ["cs.RO"] };

  it("gets a digest from the least number of matches on, and none below it", () => {
    const papers = papersOf(robots, vision, robots, vision, robots);
    expect(choose(papers, { ...follows, minMatches: 2 })).toMatchObject({ forYou: [0, 2, 4] });
    expect(choose(papers, { ...follows, minMatches: 3 })).toMatchObject({ forYou: [0, 2, 4] });
    expect(choose(papers, { ...follows, minMatches: 4 })).toBe(tooFew);
    expect(choose(papersOf(robots), { ...follows, minMatches: 1 })).toMatchObject({ forYou: [0] });
  });

  it("is told apart: nothing matches, or too little does", () => {
    expect(choose(papersOf(vision, vision), { ...follows, minMatches: 1 })).toBe(noMatch);
    expect(choose(papersOf(vision, vision), { ...follows, minMatches: 3 })).toBe(noMatch);
    expect(choose(papersOf(vision, robots), { ...follows, minMatches: 2 })).toBe(tooFew);
  });

  it("counts late risers among the matches, and muted papers not", () => {
    const papers = papersOf(robots, vision, { ...robots, ...late });
    expect(choose(papers, { ...follows, minMatches: 2 })).toMatchObject({ forYou: [0], late: [2] });
    expect(choose(papers, { ...follows, minMatches: 2, wantsLateRisers: false })).toBe(tooFew);
    expect(choose(papers, { ...follows, mutedKeywords: ["robots"] })).toBe(noMatch);
  });

  it("gets no more than the most papers, matches first", () => {
    const papers = papersOf(...many(3, vision), ...many(12, robots));
    expect(choose(papers, { ...follows, maxPapers: 10 })).toEqual({
      forYou: places(3, 10),
      top: [],
      late: [],
    });
    expect(choose(papers, { ...follows, maxPapers: 13 })).toEqual({
      forYou: places(3, 12),
      top: [0],
      late: [],
    });
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
    [5, 3],
  ])("with matches by the number of %i gets %i of the top papers beside them", (matches, fill) => {
    const papers = papersOf(...many(6, vision), ...many(matches, robots));
    expect(choose(papers, { ...follows, maxPapers: 20 })).toEqual({
      forYou: places(6, matches),
      top: places(0, fill),
      late: [],
    });
  });

  it("gets top papers beside the matches only as chosen", () => {
    const papers = papersOf(...many(20, vision), robots, { ...vision, ...late });
    expect(choose(papers, { ...follows, fillUp: "no" })).toEqual({ forYou: [20], top: [], late: [] });
    expect(choose(papers, { ...follows, fillUp: "few" })).toEqual({ forYou: [20], top: [0], late: [] });
    expect(choose(papers, { ...follows, fillUp: "yes" })).toEqual({
      forYou: [20],
      top: places(0, 9),
      late: [],
    });
  });

  it.each([
    "yes",
    "few",
    "no",
  ] as const)("gets nothing where nothing matches, also who fills up: %s", (fillUp) => {
    expect(choose(papersOf(vision, vision), { ...follows, fillUp })).toBe(noMatch);
  });

  it("gets one match of the day and one late riser when nothing else is left", () => {
    expect(choose(papersOf(robots, { ...robots, ...late }), follows)).toEqual({
      forYou: [0],
      top: [],
      late: [1],
    });
  });

  it("counts late matches among those beside which top papers stand", () => {
    const papers = papersOf(...many(4, vision), robots, { ...robots, ...late });
    expect(choose(papers, follows)).toEqual({ forYou: [4], top: [0, 1], late: [5] });
  });

  it("gets top papers only for the room that matches leave", () => {
    const papers = papersOf(...many(6, vision), ...many(4, robots));
    expect(choose(papers, { ...follows, maxPapers: 5 })).toMatchObject({ forYou: [6, 7, 8, 9], top: [0] });
    expect(choose(papers, { ...follows, maxPapers: 4 })).toMatchObject({ forYou: [6, 7, 8, 9], top: [] });
    const withLate = papersOf(...many(6, vision), ...many(2, robots), { ...robots, ...late });
    expect(choose(withLate, { ...follows, maxPapers: 4 })).toEqual({ forYou: [6, 7], top: [0], late: [8] });
  });

  it("gets only late risers that match, and none of them among the top papers", () => {
    const papers = papersOf(robots, vision, { ...vision, ...late }, { ...robots, ...late });
    expect(choose(papers, follows)).toEqual({ forYou: [0], top: [1], late: [3] });
    expect(choose(papersOf({ ...vision, ...late }, robots), follows)).toEqual({
      forYou: [1],
      top: [],
      late: [],
    });
  });

  it("is told of late risers too what they have to do with the wishes", () => {
    const papers = papersOf(vision, { ...robots, ...late }, { ...vision, ...late });
    const chosen = choosePapers(makeEdition(papers), { ...plain, ...follows });
    expect(chosen).toMatchObject({ choice: { forYou: [], late: [1], because: [], becauseLate: ["cs.RO"] } });
    const first = choosePapers(makeEdition(papersOf(robots)), { ...plain, ...follows });
    expect(first).not.toHaveProperty("choice.becauseLate");
    expect(choosePapers(makeEdition(papers), plain)).not.toHaveProperty("choice.becauseLate");
  });

  it("gets first what is most about the wishes, then what stands first in the edition", () => {
    const mentions = { abstract: "Of quantization in passing." };
    const isAbout = { title: "Quantized Networks" };
    const papers = papersOf(mentions, {}, isAbout, { keywords: ["quantization"] }, isAbout, mentions);
    expect(choose(papers, { keywords: ["quantization"], maxPapers: 5 })).toEqual({
      forYou: [2, 4, 3, 0, 5],
      top: [],
      late: [],
    });
    const cut = choosePapers(makeEdition(papers), { ...plain, keywords: ["quantization"], maxPapers: 2 });
    expect(cut).toMatchObject({ choice: { forYou: [2, 4] } });
  });

  it("gets no muted paper among the top papers", () => {
    const papers = papersOf(vision, robots);
    expect(choose(papers, { ...follows, mutedKeywords: ["vision"] })).toEqual({
      forYou: [1],
      top: [],
      late: [],
    });
  });

  it("is told for each paper what of the wishes it meets, topics first, then keywords, then authors", () => {
    const papers = papersOf(
      { ...vision, authors: ["Bo Sample"] },
      { ...robots, title: "Robots That Fold", authors: ["Ada Example"] },
      { ...robots, authors: ["Bo Sample"] },
    );
    const preferences = { ...plain, topics: ["cs.RO"], keywords: ["fold"], authors: ["Ada Example"] };
    const chosen = choosePapers(makeEdition(papers), preferences);
    expect(chosen).toMatchObject({
      kind: "chosen",
      choice: { forYou: [1, 2], because: ["cs.RO, “fold”, Ada Example", "cs.RO"], detail: "summary" },
    });
  });

  it("gets of the same edition what each reader asked for, one after another", () => {
    const edition = makeEdition(papersOf(robots, vision));
    const forYou = (topics: string[]) => {
      const chosen = choosePapers(edition, { ...plain, topics });
      return chosen.kind === "chosen" ? chosen.choice.forYou : chosen.reason;
    };
    expect([forYou(["cs.RO"]), forYou(["cs.CV"]), forYou(["cs.RO"])]).toEqual([[0], [1], [0]]);
  });
});

it("is no digest without a paper that is new to its reader and meets what they follow, whatever fills up", () => {
  const anyPaper = fc.record({
    isWanted: fc.boolean(),
    section: fc.constantFrom<FrozenPaper["section"]>("top", "top", "late"),
    seen: fc.constantFrom("no", "before", "as late riser"),
  });
  const anyChoice = fc.record({
    fillUp: fc.constantFrom<DigestPreferences["fillUp"]>("yes", "few", "no"),
    maxPapers: fc.integer({ min: 1, max: 8 }),
    minMatches: fc.integer({ min: 1, max: 3 }),
    wantsLateRisers: fc.boolean(),
    wantsRepeats: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anyPaper, { minLength: 1, maxLength: 8 }), anyChoice, (given, chosen) => {
      const papers = papersOf(
        ...given.map(({ isWanted, section }) => ({ ...(isWanted ? robots : vision), section })),
      );
      const had = papers.filter((_, index) => given[index]?.seen !== "no");
      const seen: SeenPapers = {
        papers: new Set(had.map(({ id }) => id)),
        lateRisers: new Map(
          had.map(({ id }) => [
            id,
            {
              lastOn: "2026-06-10",
              wasLate: given[papers.findIndex((paper) => paper.id === id)]?.seen === "as late riser",
              isOnItsWay: false,
            },
          ]),
        ),
      };
      const result = choosePapers(makeEdition(papers), { ...plain, ...chosen, topics: ["cs.RO"] }, seen);
      if (result.kind === "none") return;
      const { forYou, late } = result.choice;
      const fresh = [...forYou, ...late].filter(
        (index) => given[index]?.isWanted && given[index]?.seen === "no",
      );
      expect(fresh.length).toBeGreaterThan(0);
    }),
  );
});

describe("papers whose categories nobody knows yet", () => {
  const follows = { topics: ["cs.RO"] };

  it("count as matches of whoever follows topics, and stand among the top papers", () => {
    expect(choose(papersOf(vision, unknown), { ...follows, minMatches: 1 })).toEqual({
      forYou: [],
      top: [1],
      late: [],
    });
    expect(choose(papersOf(robots, unknown), { ...follows, minMatches: 2 })).toEqual({
      forYou: [0],
      top: [1],
      late: [],
    });
    expect(choose(papersOf(robots, unknown), { ...follows, minMatches: 3 })).toBe(tooFew);
  });

  it("are no matches of whoever follows keywords or authors alone", () => {
    expect(choose(papersOf(vision, unknown), { keywords: ["robots"] })).toBe(noMatch);
    expect(choose(papersOf(vision, unknown), { authors: ["Zoe Nobody"] })).toBe(noMatch);
    expect(choose(papersOf(robots, unknown), { keywords: ["robots"], minMatches: 2 })).toBe(tooFew);
  });

  it("stand for themselves once when a keyword finds them", () => {
    const papers = papersOf(unknown, vision, unknown);
    expect(choose(papers, { ...follows, keywords: ["unknown"], minMatches: 2 })).toEqual({
      forYou: [0, 2],
      top: [1],
      late: [],
    });
    expect(choose(papers, { ...follows, keywords: ["unknown"], minMatches: 3 })).toBe(tooFew);
  });

  it("take no more than the room that is left, and before top papers that do not match", () => {
    const papers = papersOf(vision, ...many(3, unknown), robots);
    expect(choose(papers, { ...follows, maxPapers: 3 })).toEqual({ forYou: [4], top: [1, 2], late: [] });
    expect(choose(papers, { ...follows, maxPapers: 4 })).toEqual({ forYou: [4], top: [1, 2, 3], late: [] });
    expect(choose(papers, { ...follows, maxPapers: 5 })).toEqual({
      forYou: [4],
      top: [0, 1, 2, 3],
      late: [],
    });
    expect(choose(papersOf(vision, unknown, robots), { ...follows, maxPapers: 2 })).toEqual({
      forYou: [2],
      top: [1],
      late: [],
    });
  });

  it("keep their place among the top papers", () => {
    const papers = papersOf(...many(10, robots), vision, vision, unknown);
    expect(choose(papers, { ...follows, maxPapers: 20 })).toEqual({
      forYou: places(0, 10),
      top: [10, 11, 12],
      late: [],
    });
    const far = papersOf(vision, vision, robots, ...many(7, { ...vision, title: "Muted" }), unknown);
    expect(choose(far, { ...follows, mutedKeywords: ["muted"] })).toEqual({
      forYou: [2],
      top: [0, 10],
      late: [],
    });
    const two = papersOf(robots, robots, vision, ...many(7, { ...vision, title: "Muted" }), unknown);
    expect(choose(two, { ...follows, mutedKeywords: ["muted"] })).toMatchObject({ top: [2, 10] });
  });

  it("are not shown as late risers, so that they alone make no digest", () => {
    expect(choose(papersOf(vision, { ...unknown, ...late }), follows)).toBe(noMatch);
    expect(choose(papersOf(vision, robots, { ...unknown, ...late }), { ...follows, minMatches: 2 })).toEqual({
      forYou: [1],
      top: [0],
      late: [],
    });
  });
});

describe("what another digest showed a reader", () => {
  const seenIn = (papers: FrozenPaper[], indexes: number[], before: Partial<SeenBefore> = {}): SeenPapers => {
    const ids = indexes.map((index) => papers[index]?.id ?? "");
    const lateRisers = ids.filter((_, place) => papers[indexes[place] ?? 0]?.section === "late");
    return {
      papers: new Set(ids),
      lateRisers: new Map(
        lateRisers.map((id) => [id, { lastOn: "2026-06-17", wasLate: false, isOnItsWay: false, ...before }]),
      ),
    };
  };
  const chooseSeen = (
    papers: FrozenPaper[],
    seen: SeenPapers,
    preferences: Partial<DigestPreferences> = {},
    cadence: Cadence = "daily",
  ) => {
    const chosen = choosePapers(makeEdition(papers, { cadence }), { ...plain, ...preferences }, seen);
    return chosen.kind === "none" ? chosen.reason : chosen.choice;
  };

  it("is withheld, but for late risers, which come back once with their day", () => {
    const papers = papersOf({}, {}, late, late);
    const choice = { detail: "summary", forYou: [], top: [1], late: [2, 3] };
    expect(chooseSeen(papers, seenIn(papers, [0]))).toEqual(choice);
    expect(chooseSeen(papers, seenIn(papers, [0, 3]))).toEqual({ ...choice, seenOn: [null, "2026-06-17"] });
    const withheld = { ...choice, late: [2] };
    expect(chooseSeen(papers, seenIn(papers, [0, 3], { wasLate: true }))).toEqual(withheld);
    expect(chooseSeen(papers, seenIn(papers, [0, 3], { isOnItsWay: true }))).toEqual(withheld);
  });

  it("takes no place of a late riser that is new", () => {
    const papers = papersOf({}, late, late, late, late);
    expect(chooseSeen(papers, seenIn(papers, [1, 2]))).toMatchObject({
      late: [3, 4, 1],
      seenOn: [null, null, "2026-06-17"],
    });
  });

  it("fills no digest and is no match, also as a late riser", () => {
    const papers = papersOf(robots, robots, vision, { ...robots, ...late });
    const follows = { topics: ["cs.RO"] };
    const seen = seenIn(papers, [0, 3]);
    expect(chooseSeen(papers, seen, follows)).toMatchObject({ forYou: [1], top: [2], late: [3] });
    expect(chooseSeen(papers, seen, { ...follows, minMatches: 2 })).toBe(tooFew);
    expect(chooseSeen(papers, seenIn(papers, [0, 1, 3]), follows)).toBe(noMatch);
    expect(chooseSeen(papers, seenIn(papers, [0, 1, 2, 3]))).toBe(nothingLeft);
  });

  it("is no match when its categories are not known either", () => {
    const papers = papersOf(unknown, vision);
    expect(chooseSeen(papers, seenIn(papers, [0]), { topics: ["cs.RO"] })).toBe(noMatch);
  });

  it.each([
    ["daily", [1]],
    ["weekly", [0, 1]],
    ["monthly", [0, 1]],
  ] as const)("of a %s digest is shown as %j to who wants papers again", (cadence, top) => {
    const papers = papersOf({}, {});
    expect(chooseSeen(papers, seenIn(papers, [0]), { wantsRepeats: true }, cadence)).toMatchObject({ top });
  });
});
