import { expect, it } from "vitest";
import { httpsLink } from "../../src/papers/https-link.ts";
import { parseUrl } from "../../src/parse-url.ts";

it("takes letters beyond ASCII, however often it is asked", () => {
  for (let times = 0; times < 50_000; times += 1)
    if (parseUrl("https://bücher.example/") === null) expect.fail(`not the ${times}th time`);
  expect(parseUrl("//bücher.example/")).toBeNull();
});

it("reads a path by the address that it is relative to", () => {
  expect(parseUrl("/für", "https://papers.example/search")?.href).toBe("https://papers.example/f%C3%BCr");
  expect(parseUrl("/für")).toBeNull();
});

it("keeps a link of a paper whose host has letters beyond ASCII, however many came before", () => {
  const links = new Set(Array.from({ length: 20_000 }, () => httpsLink("https://bücher.example/für")));
  expect([...links]).toEqual(["https://xn--bcher-kva.example/f%C3%BCr"]);
});
