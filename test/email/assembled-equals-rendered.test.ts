import fc from "fast-check";
import { expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { choosePapers } from "../../src/digest/choose-papers.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import type { DigestChoice } from "../../src/digest/compiled-digest.ts";
import { groupPapers } from "../../src/digest/group-papers.ts";
import type { FrozenPaper } from "../../src/editions/edition.ts";
import { applyEdits, type EditionEdits, noEdits } from "../../src/editions/edits.ts";
import { languages, wordsIn } from "../../words/words.ts";
import { runsOf } from "../support/property-runs.ts";
import { renderFull } from "../support/render-full.ts";
import { anyEdition, anyPreferences, anySite, anySlots, anyText } from "./editions.ts";

test("an assembled digest has the bytes of a fully rendered one, whatever the edition, reader and values", async () => {
  const runs = runsOf(50);
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      anyEdition,
      anyPreferences,
      anySite,
      anySlots,
      fc.constantFrom(...languages),
      fc.boolean(),
      async (edition, preferences, site, own, language, hasOnlyLate) => {
        const chosen = choosePapers(edition, preferences);
        if (chosen.kind === "none") return;
        const compiled = throughJson(
          await compileDigest(edition, preferences.detail, site, wordsIn(language, site.name)),
        );
        const grouped = withGroups(groupPapers(chosen.choice, compiled.facts));
        const choice = hasOnlyLate ? withoutOwn(grouped) : grouped;
        compiled.facts.themes = [
          { label: "R&D <b>", papers: [0, 1], weight: 1 },
          ...(compiled.facts.themes ?? []),
        ];
        const seenOn = choice.late.map((index) => (index % 2 === 0 ? "2026-06-17" : null));
        const joined = choice.forYou.filter((index) => index % 3 === 0);
        const slots = { ...own, choice: throughJson({ ...choice, seenOn, joined }) };
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

/** The same when only late risers match, which stand first then. */
function withoutOwn(choice: DigestChoice): DigestChoice {
  const groups = (choice.groups ?? []).filter(({ section }) => section === "top");
  return { ...choice, forYou: [], because: [], becauseLate: choice.late.map(() => "“a wish”"), groups };
}

test("so is a digest of an edited edition, in which nothing stands that was dropped", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyEdition,
      anyPreferences,
      anySite,
      anySlots,
      anyHand,
      async (frozen, preferences, site, own, { choices, ...said }) => {
        const papers = frozen.papers.map((paper, index) => ({ ...paper, id: `2606.${10_000 + index}` }));
        const { dropped, first } = editsBy(papers, choices);
        const edited = applyEdits({ ...frozen, papers }, { ...noEdits, ...said, dropped, first });
        const chosen = choosePapers(edited, preferences);
        if (chosen.kind === "none") return;
        const compiled = throughJson(
          await compileDigest(edited, preferences.detail, site, wordsIn("en", site.name)),
        );
        const slots = { ...own, choice: throughJson(groupPapers(chosen.choice, compiled.facts)) };
        const mail = assembleDigest(compiled, slots);
        const full = renderFull(edited, site, compiled, slots);
        expect(mail.html).toBe(full.html);
        expect(mail.text).toBe(full.text);
        expect(Buffer.byteLength(mail.html)).toBeLessThan(102_400);
        for (const { paperId } of dropped) expect(mail.html).not.toContain(paperId);
      },
    ),
    { numRuns: runsOf(20) },
  );
});

const anyHand = fc.record({
  /** Of each paper in turn: it stays, is dropped, or is put first. */
  choices: fc.infiniteStream(fc.nat({ max: 3 })),
  note: fc.option(anyText),
  subject: fc.option(anyText),
  preheader: fc.option(anyText),
});

function editsBy(papers: FrozenPaper[], choices: Iterator<number>): Pick<EditionEdits, "dropped" | "first"> {
  const chosen = papers.map(({ id, section }) => ({ id, section, choice: choices.next().value }));
  return {
    dropped: chosen.filter(({ choice }) => choice === 1).map(({ id }) => ({ paperId: id, reason: "so" })),
    first: chosen.filter(({ choice, section }) => choice === 2 && section === "top").map(({ id }) => id),
  };
}

test("so is a quiet mail, whatever the wishes that it names", async () => {
  await fc.assert(
    fc.asyncProperty(anyEdition, anySite, anySlots, anyQuiet, async (edition, site, own, quiet) => {
      const compiled = throughJson(await compileDigest(edition, "title", site, wordsIn("en", site.name)));
      const [matched, ...near] = edition.papers.map((_, index) => index).slice(0, 4);
      const choice = {
        detail: "title" as const,
        forYou: quiet.least === null || matched === undefined ? [] : [matched],
        top: near,
        late: [],
        because: ["“a wish”"],
        quiet,
      };
      const slots = { ...own, choice: throughJson(choice) };
      const mail = assembleDigest(compiled, slots);
      const full = renderFull(edition, site, compiled, slots);
      expect(mail.html).toBe(full.html);
      expect(mail.text).toBe(full.text);
      expect(Buffer.byteLength(mail.html)).toBeLessThan(102_400);
    }),
    { numRuns: runsOf(30) },
  );
});

const anyQuiet = fc.record({
  least: fc.option(fc.integer({ min: 2, max: 50 })),
  wishes: fc.array(anyText, { maxLength: 12 }),
  moreWishes: fc.nat({ max: 300 }),
  shares: fc.array(anyText, { maxLength: 3 }),
});

/** Groups where few made editions have any: a theme and what fits none, also where a section has no such place. */
function withGroups(choice: DigestChoice): DigestChoice {
  const planted = sections.flatMap((section) => [
    { section, from: 0, theme: 0 },
    { section, from: 2, theme: null },
  ]);
  return { ...choice, groups: choice.groups ?? planted };
}

const sections = ["forYou", "top"] as const;

/** As the database gives it back. */
function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
