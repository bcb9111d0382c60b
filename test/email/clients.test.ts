import { caniemail } from "caniemail";
import { expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import { makeEdition, makePaper, site, slotsFor } from "./editions.ts";

const fallbacks: Record<string, string> = {};

test("no client lacks a feature that has no fallback", async () => {
  const edition = makeEdition(Array.from({ length: 12 }, (_, i) => makePaper(i + 1)));
  const { html } = assembleDigest(
    await compileDigest(edition, "abstract", site),
    slotsFor({ detail: "abstract", forYou: [0, 1], top: [2, 3], late: [4], because: ["cs.CL", "x"] }),
  );
  const css = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map((m) => m[1]).join("\n");
  const { issues } = caniemail({
    clients: [
      "gmail.*",
      "outlook.*",
      "apple-mail.*",
      "yahoo.*",
      "protonmail.*",
      "thunderbird.*",
      "samsung-email.*",
    ],
    html,
    css,
  });
  const seen: Record<string, string[]> = {};
  for (const kind of ["errors", "warnings"] as const)
    for (const [client, list] of issues[kind])
      for (const { title } of list) {
        const key = `${kind}: ${title}`;
        seen[key] = [...(seen[key] ?? []), client];
      }
  expect(seen).toEqual(fallbacks);
});
