import { describe, expect, it } from "vitest";
import { readQueryTerms } from "../../../src/papers/search/query-terms.ts";

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
    expect(readQueryTerms(text)).toEqual({ alternatives, excluded });
  });
});
