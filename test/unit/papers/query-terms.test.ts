import { describe, expect, it } from "vitest";
import { readQueryTerms, withoutCategories } from "../../../src/papers/search/query-terms.ts";

const word = (text: string) => ({ text, isPhrase: false });
const phrase = (text: string) => ({ text, isPhrase: true });

describe("readQueryTerms", () => {
  it.each([
    ["sparse attention", [[word("sparse"), word("attention")]], []],
    ['"world model" robots', [[phrase("world model"), word("robots")]], []],
    ["rain or snow melting", [[word("rain")], [word("snow"), word("melting")]], []],
    ["or rain OR", [[word("rain")]], []],
    ["rain -snow --hail", [[word("rain")]], [word("snow"), word("hail")]],
    ['-"the snow" rain', [[word("rain")]], [phrase("the snow")]],
    ["R^3-Bench", [[word("R^3-Bench")]], []],
    ['- -- "" ! …', [], []],
    ['"never closed', [[phrase("never"), word("closed")]], []],
  ])("reads %s", (text, alternatives, excluded) => {
    expect(readQueryTerms(text)).toMatchObject({ alternatives, excluded });
  });

  it.each([
    ["author:Bai", [[{ text: "Bai", isPhrase: false, field: "author" }]]],
    ['au:"Zou, James"', [[{ text: "James Zou", isPhrase: true, field: "author" }]]],
    ['Title:"world model" rain', [[{ text: "world model", isPhrase: true, field: "title" }, word("rain")]]],
    [
      "org:Google or ti:rain",
      [
        [{ text: "Google", isPhrase: false, field: "org" }],
        [{ text: "rain", isPhrase: false, field: "title" }],
      ],
    ],
    [
      '"author:Bai" foo:bar rain: https://example.org',
      [[phrase("author:Bai"), word("foo:bar"), word("rain:"), word("https://example.org")]],
    ],
    ['author: org:"" title:- rain', [[word("author:"), word("rain")]]],
  ])("reads the fields of %s", (text, alternatives) => {
    expect(readQueryTerms(text).alternatives).toEqual(alternatives);
  });

  it("reads fields to be left out", () => {
    expect(readQueryTerms('rain -author:"Ann Li" --cat:cs.CV')).toMatchObject({
      alternatives: [[word("rain")]],
      excluded: [{ text: "Ann Li", isPhrase: true, field: "author" }],
      without: ["cs.CV"],
    });
  });

  it.each([
    ["cat:cs.CL", [["cs.CL"]]],
    ["cat:CS.cl or category:robotics", [["cs.CL", "cs.RO"]]],
    ['cat:cs.CL cat:"machine learning"', [["cs.CL"], ["cs.LG"]]],
    ["rain or cat:cs.CL", [["cs.CL"]]],
    [
      "cat:q-fin",
      [
        [
          "q-fin",
          "q-fin.CP",
          "q-fin.EC",
          "q-fin.GN",
          "q-fin.MF",
          "q-fin.PM",
          "q-fin.PR",
          "q-fin.RM",
          "q-fin.ST",
          "q-fin.TR",
        ],
      ],
    ],
  ])("reads the categories of %s", (text, within) => {
    expect(readQueryTerms(text)).toMatchObject({ within, unknownCategories: [] });
  });

  it("tells what is no category", () => {
    expect(readQueryTerms("cat:cs.XX rain or cat:weather or cat:cs.CL")).toMatchObject({
      alternatives: [[word("rain")]],
      within: [["cs.CL"]],
      unknownCategories: ["cs.XX", "weather"],
    });
  });

  it("takes a query's categories off as it was typed", () => {
    expect(withoutCategories('"deep sea" cat:cs.CL -cat:cs.CV -rain author:Li')).toBe(
      '"deep sea" -rain author:Li',
    );
  });
});
