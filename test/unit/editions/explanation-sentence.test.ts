import { describe, expect, it } from "vitest";
import { explanationSentence as sentenceIn } from "../../../src/editions/explanation-sentence.ts";
import { type FrozenExplanation, parseExplanation } from "../../../src/editions/frozen-explanation.ts";
import type { Explanation } from "../../../src/ranking/explanation.ts";
import { wordsIn } from "../../../words/words.ts";

const explanationSentence = (explanation: FrozenExplanation | null) => sentenceIn(explanation, wordsIn("en"));

type Place = Extract<Explanation, { kind: "place" }>;

const place = (given: Partial<Place>): Explanation => ({
  kind: "place",
  cadence: "daily",
  place: 1,
  isShared: false,
  of: 23,
  upvotes: 1214,
  comments: 0,
  stars: null,
  ...given,
});

describe("the sentence of an explanation", () => {
  it("says which paper the period liked most, and by how much", () => {
    const said = (cadence: Place["cadence"]) => explanationSentence(place({ cadence, comments: 12 }));
    expect(said("daily")).toBe("Most upvoted of the day: 1,214 upvotes, 12 comments");
    expect(said("weekly")).toBe("Most upvoted of the week: 1,214 upvotes, 12 comments");
    expect(said("monthly")).toBe("Most upvoted of the month: 1,214 upvotes, 12 comments");
    expect(explanationSentence(place({ isShared: true, upvotes: 5 }))).toBe(
      "Among the most upvoted of the day: 5 upvotes",
    );
    expect(explanationSentence(place({ of: 1, upvotes: 1, stars: 1234 }))).toBe(
      "The only paper of the day: 1 upvote, code with 1.2k stars",
    );
  });

  it("gives places in words, later ones in figures, with what tells papers apart", () => {
    const said = (given: Partial<Place>) => explanationSentence(place(given));
    expect(said({ place: 2 })).toBe("Second of 23 by upvotes");
    expect(said({ place: 3, isShared: true })).toBe("Joint third of 23 by upvotes");
    expect(said({ place: 4, comments: 3, stars: 1234 })).toBe(
      "Fourth of 23 by upvotes; 3 comments, code with 1.2k stars",
    );
    // The first comment is the submitter's own.
    expect(said({ place: 4, comments: 1 })).toBe("Fourth of 23 by upvotes");
    expect(said({ place: 5, stars: 9 })).toBe("Fifth of 23 by upvotes");
    expect([10, 11, 12, 13, 21, 22, 23, 111].map((at) => said({ place: at, of: 200 }))).toEqual([
      "Tenth of 200 by upvotes",
      "11th of 200 by upvotes",
      "12th of 200 by upvotes",
      "13th of 200 by upvotes",
      "21st of 200 by upvotes",
      "22nd of 200 by upvotes",
      "23rd of 200 by upvotes",
      "111th of 200 by upvotes",
    ]);
  });

  it("names the day of a rise, since archives are read months later", () => {
    const rise = {
      kind: "rise",
      gained: 1049,
      day: "2026-06-16",
      upvotes: 1200,
      comments: 3,
      stars: 10,
    } as const;
    expect(explanationSentence(rise)).toBe("+1,049 upvotes on 16 June, 3 comments, code with 10 stars");
  });

  it("says when a late riser's day was, what it gained and has now", () => {
    const rise = { kind: "late-rise", gained: 64, since: "2026-06-11", upvotes: 1120 } as const;
    expect(explanationSentence(rise)).toBe("Rose after its day: +64 upvotes since 11 June, now 1,120");
  });

  it("says where a late riser stands among its day's papers, and where it stood when that day closed", () => {
    const said = (given: Partial<Extract<Explanation, { kind: "late-place" }>>) =>
      explanationSentence({
        kind: "late-place",
        day: "2026-08-04",
        place: 2,
        isShared: false,
        of: 31,
        atClose: { place: 25 },
        upvotes: 141,
        ...given,
      });
    expect(said({})).toBe("Now second of 4 August’s 31 papers, 25th when its day closed: 141 upvotes");
    expect(said({ place: 3, isShared: true, atClose: { place: 6 } })).toBe(
      "Now joint third of 4 August’s 31 papers, sixth when its day closed: 141 upvotes",
    );
    expect(said({ place: 1, atClose: { place: null } })).toBe(
      "Now first of 4 August’s 31 papers, not yet listed when its day closed: 141 upvotes",
    );
    expect(said({ atClose: null })).toBe("Now second of 4 August’s 31 papers: 141 upvotes");
  });

  it("says the rarest thing that is true of a paper after the first three", () => {
    const figures = { upvotes: 40, comments: 1, stars: null };
    expect(explanationSentence({ kind: "above-most", percent: 97, days: 60, ...figures })).toBe(
      "More upvotes than 97% of the last 60 days’ papers",
    );
    expect(
      explanationSentence({ kind: "stars-gained", from: 40, to: 1200, days: 2, ...figures, stars: 1200 }),
    ).toBe("Code went from 40 to 1,200 stars in two days");
    expect(
      explanationSentence({
        kind: "organization",
        organization: "Example Lab",
        nth: 3,
        month: "2026-06",
        ...figures,
      }),
    ).toBe("Third paper from Example Lab in June 2026");
    expect(explanationSentence({ kind: "authors-in-discussion", ...figures, comments: 4 })).toBe(
      "The authors take part in the discussion; 4 comments",
    );
    expect(explanationSentence({ kind: "media", ...figures, stars: 1234 })).toBe(
      "With figures or a video; code with 1.2k stars",
    );
    expect(explanationSentence({ kind: "discussed", ...figures, comments: 12 })).toBe("12 comments");
    expect(explanationSentence({ kind: "many-authors", authors: 42, ...figures })).toBe("42 authors");
  });

  it("says of a paper that was listed before when that was", () => {
    const figures = { upvotes: 40, comments: 1, stars: null, listedBefore: "2026-06-10" };
    expect(explanationSentence({ kind: "listed-again", ...figures })).toBe("Listed again, first on 10 June");
    expect(explanationSentence({ kind: "media", ...figures })).toBe(
      "With figures or a video; listed again, first on 10 June",
    );
    expect(explanationSentence(place({ place: 2, listedBefore: "2026-06-10" }))).toBe(
      "Second of 23 by upvotes; listed again, first on 10 June",
    );
  });

  it("says so when nobody voted", () => {
    expect(explanationSentence({ kind: "unvoted", stars: 40 })).toBe("No upvotes yet; code with 40 stars");
    expect(explanationSentence({ kind: "unvoted", stars: null, listedBefore: "2026-06-10" })).toBe(
      "No upvotes yet; listed again, first on 10 June",
    );
    expect(explanationSentence({ kind: "announced", stars: null })).toBe("Announced on arXiv, not voted on");
  });

  it("is nothing where nothing is known", () => {
    expect(explanationSentence(null)).toBe("");
  });
});

describe("what a frozen paper's row says of its place", () => {
  const facts = place({ place: 2 });

  it("is read as facts", () => {
    expect(parseExplanation({ explanation: facts })).toEqual(facts);
  });

  it("is read as the sentence that an earlier release kept, and said as that", () => {
    const reason = "Second of 23 by upvotes; 1 comment";
    expect(explanationSentence(parseExplanation({ reason }))).toBe(reason);
  });

  it("is nothing where there is none, or none that this release knows", () => {
    expect(parseExplanation({})).toBeNull();
    expect(parseExplanation({ explanation: null, reason: null })).toBeNull();
    expect(parseExplanation({ reason: "" })).toBeNull();
    expect(parseExplanation({ explanation: { kind: "of-tomorrow", gained: 3 } })).toBeNull();
    expect(parseExplanation({ explanation: { ...facts, place: "second" } })).toBeNull();
    expect(
      parseExplanation({ explanation: { kind: "late-rise", gained: 1, since: "June", upvotes: 2 } }),
    ).toBeNull();
  });

  it("is kept whole when it is written and read again", () => {
    const sentence = parseExplanation({ reason: "Rose after its day: +64 upvotes since 11 June, now 1,120" });
    expect(parseExplanation({ explanation: JSON.parse(JSON.stringify(sentence)) })).toEqual(sentence);
  });
});
