import { describe, expect, it } from "vitest";
import { type Explained, explainLateRise, explainRanking } from "../../../src/ranking/explain.ts";

const paper = (id: string, upvotes: number, rest: Partial<Explained> = {}): Explained => ({
  id,
  upvotes,
  comments: 0,
  stars: null,
  rise: null,
  isOlder: false,
  isVotedOn: true,
  ...rest,
});

const explain = (papers: Explained[], cadence: "daily" | "weekly" | "monthly" = "daily") => [
  ...explainRanking(cadence, papers).values(),
];

describe("explainRanking", () => {
  it("says which paper the period liked most, and by how much", () => {
    const papers = [paper("a", 1214, { comments: 12 }), paper("b", 3)];
    expect(explain(papers)[0]).toBe("Most upvoted of the day: 1,214 upvotes, 12 comments");
    expect(explain(papers, "weekly")[0]).toBe("Most upvoted of the week: 1,214 upvotes, 12 comments");
    expect(explain(papers, "monthly")[0]).toBe("Most upvoted of the month: 1,214 upvotes, 12 comments");
  });

  it("gives places in words, with what tells papers apart", () => {
    const papers = [9, 8, 7].map((upvotes, index) => paper(`p${index}`, upvotes));
    expect(explain([...papers, paper("x", 1, { stars: 1234, comments: 1 })]).slice(1)).toEqual([
      "Second of 4 by upvotes",
      "Third of 4 by upvotes",
      "Fourth of 4 by upvotes; 1 comment, code with 1.2k stars",
    ]);
  });

  it("shares a place among equals", () => {
    expect(explain([paper("a", 5), paper("b", 5), paper("c", 2), paper("d", 2)])).toEqual([
      "Among the most upvoted of the day: 5 upvotes",
      "Among the most upvoted of the day: 5 upvotes",
      "Joint third of 4 by upvotes",
      "Joint third of 4 by upvotes",
    ]);
  });

  it("numbers later places in figures", () => {
    const reasons = explain(Array.from({ length: 23 }, (_, index) => paper(`p${index}`, 100 - index)));
    expect([9, 10, 11, 20, 21, 22].map((index) => reasons[index])).toEqual([
      "Tenth of 23 by upvotes",
      "11th of 23 by upvotes",
      "12th of 23 by upvotes",
      "21st of 23 by upvotes",
      "22nd of 23 by upvotes",
      "23rd of 23 by upvotes",
    ]);
  });

  it("calls a rise only what a paper gained that was there before", () => {
    const first = paper("a", 200);
    const rising = paper("b", 60, { rise: 38, isOlder: true });
    expect(explain([first, rising])[1]).toBe("Rising: +38 upvotes since yesterday");
    expect(explain([first, { ...rising, isOlder: false }])[1]).toBe("Second of 2 by upvotes");
    expect(explain([first, { ...rising, rise: 9 }])[1]).toBe("Second of 2 by upvotes");
  });

  it("says so when nobody voted", () => {
    expect(explain([paper("a", 3), paper("b", 0), paper("c", 0, { isVotedOn: false })]).slice(1)).toEqual([
      "New on the list, no upvotes yet",
      "Announced on arXiv, not voted on",
    ]);
  });
});

describe("explainLateRise", () => {
  it("names the day, the gain and the votes", () => {
    expect(explainLateRise({ gained: 64, upvotes: 1120 }, "2026-06-11")).toBe(
      "Rose after its day: +64 upvotes since 11 June, now 1,120",
    );
  });
});
