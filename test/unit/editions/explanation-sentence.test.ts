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
    expect(said({ place: 4, comments: 1, stars: 1234 })).toBe(
      "Fourth of 23 by upvotes; 1 comment, code with 1.2k stars",
    );
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
      comments: 2,
      stars: 10,
    } as const;
    expect(explanationSentence(rise)).toBe("+1,049 upvotes on 16 June, 2 comments, code with 10 stars");
  });

  it("says when a late riser's day was, what it gained and has now", () => {
    const rise = { kind: "late-rise", gained: 64, since: "2026-06-11", upvotes: 1120 } as const;
    expect(explanationSentence(rise)).toBe("Rose after its day: +64 upvotes since 11 June, now 1,120");
  });

  it("says so when nobody voted", () => {
    expect(explanationSentence({ kind: "unvoted", stars: 40 })).toBe(
      "New on the list, no upvotes yet; code with 40 stars",
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
