import { describe, expect, it } from "vitest";
import { readSizes, WrongArgumentError } from "../../../bench/support/sizes.ts";

const sizes = { readers: { usual: 20_000, small: 20 }, rate: { usual: 9, small: 1, least: 0 } };
const read = (...args: string[]) => readSizes(args, sizes, ["redis"]);

describe("the arguments of a bench", () => {
  it("are the usual sizes unless they say others", () => {
    expect(read("--readers", "7", "--redis")).toEqual({ readers: 7, rate: 9, redis: true, small: false });
  });

  it("are small for all that is not named with --small", () => {
    expect(read("--small", "--rate=0")).toEqual({ readers: 20, rate: 0, redis: false, small: true });
  });

  it.each([
    ["a size in words", ["--readers", "many"], "--readers wants a whole number from 1 on, not many."],
    ["a size of nothing", ["--readers", "0"], "--readers wants a whole number from 1 on, not 0."],
    [
      "a name that is none",
      ["--frobnicate"],
      /^Unknown option '--frobnicate'\. What may be said: --readers NUMBER, --rate NUMBER, --redis, --small\.$/,
    ],
    ["a word too many", ["12"], /^Unexpected argument '12'\. .*What may be said: /],
  ])("are refused in one sentence when they hold %s", (_, args, words) => {
    expect(() => read(...args)).toThrow(WrongArgumentError);
    expect(() => read(...args)).toThrow(words);
  });
});
