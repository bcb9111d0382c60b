import { describe, expect, it } from "vitest";
import { cleanArxivId, cleanUrl } from "../../../src/papers/sources/paper-text.ts";

describe("cleanArxivId", () => {
  it.each([
    ["2606.19338", "2606.19338"],
    ["2606.19338v3", "2606.19338"],
    ["0704.0001", "0704.0001"],
    ["astro-ph/0601001v1", "astro-ph/0601001"],
    ["math.GT/0309136", "math.GT/0309136"],
  ])("reads %s", (text, id) => expect(cleanArxivId(text)).toBe(id));

  it.each([
    "",
    "abc",
    "2606.1",
    "26060.19338",
    "2606.19338; drop table",
    "../2606.19338",
    "2606.19338v",
  ])("refuses %j", (text) => expect(cleanArxivId(text)).toBeNull());
});

describe("cleanUrl", () => {
  it.each([
    ["https://github.com/a/b", "https://github.com/a/b"],
    ["http://example.org/x?y=1", "https://example.org/x?y=1"],
  ])("keeps %s as %s", (text, url) => expect(cleanUrl(text)).toBe(url));

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "//example.org",
    "https://user:pw@example.org",
    "nonsense",
    "",
    null,
  ])("refuses %j", (text) => expect(cleanUrl(text)).toBeNull());
});
