import fc from "fast-check";
import { expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { choosePapers } from "../../src/digest/choose-papers.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import { runsOf } from "../support/property-runs.ts";
import { renderFull } from "../support/render-full.ts";
import { anyEdition, anyPreferences, anySite, anySlots } from "./editions.ts";

test("an assembled digest has the bytes of a fully rendered one, whatever the edition, reader and values", async () => {
  const runs = runsOf(50);
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      anyEdition,
      anyPreferences,
      anySite,
      anySlots,
      async (edition, preferences, site, own) => {
        const chosen = choosePapers(edition, preferences);
        if (chosen.kind === "none") return;
        const compiled = throughJson(await compileDigest(edition, preferences.detail, site));
        const { choice } = chosen;
        const seenOn = choice.late.map((index) => (index % 2 === 0 ? "2026-06-17" : null));
        const slots = { ...own, choice: throughJson({ ...choice, seenOn }) };
        const mail = assembleDigest(compiled, slots);
        const full = renderFull(edition, site, compiled, slots);
        expect(mail.html).toBe(full.html);
        expect(mail.text).toBe(full.text);
        expect(assembleDigest(compiled, slots)).toEqual(mail);
        compared += 1;
      },
    ),
    { numRuns: runs },
  );
  expect(compared).toBeGreaterThan(runs / 2);
});

/** As the database gives it back. */
function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
