import { expect, it } from "vitest";
import { isUrl } from "../../../src/config/is-url.ts";

it("takes a host with letters beyond ASCII, however often it is asked", () => {
  for (let times = 0; times < 50_000; times += 1)
    if (!isUrl("https://bücher.example/")) expect.fail(`not the ${times}th time`);
  expect(isUrl("//bücher.example/")).toBe(false);
});
