import { expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import { findClientGaps } from "../../src/preview/client-gaps.ts";
import { knownFallbacks } from "../../src/preview/known-fallbacks.ts";
import { makeEdition, makePaper, site, slotsFor } from "./editions.ts";

const thumbnailUrl = "https://pictures.example.org/one.png";

test("no client lacks a feature that has no fallback", async () => {
  const edition = makeEdition(
    Array.from({ length: 12 }, (_, index) => makePaper(index + 1, { thumbnailUrl })),
  );
  const { html } = assembleDigest(
    await compileDigest(edition, "abstract", { ...site, showsThumbnails: true }),
    slotsFor({ detail: "abstract", forYou: [0, 1], top: [2, 3], late: [4], because: ["cs.CL", "x"] }),
  );
  const { gaps } = await findClientGaps(html);
  const lacking = gaps.filter((gap) => gap.lacking.length > 0).map(({ feature }) => feature);
  expect(lacking.toSorted()).toEqual(Object.keys(knownFallbacks).toSorted());
});
