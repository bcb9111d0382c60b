import { caniemail } from "caniemail";
import { HtmlValidate } from "html-validate";
import { describe, expect, test } from "vitest";
import type { Cadence } from "../../src/calendar/periods.ts";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import type { DigestChoice, QuietFacts } from "../../src/digest/compiled-digest.ts";
import { hostileTexts, makeEdition, makePaper, site, slotsFor, tokens } from "./editions.ts";

const papers = [1, 2, 3, 4].map((rank) => makePaper(rank, { title: `Paper ${rank}` }));
const facts: QuietFacts = {
  least: null,
  wishes: ["cs.RO", "“speculative decoding”"],
  moreWishes: 0,
  shares: ["“decoding”", "", ""],
};

async function quietMail(
  quiet: Partial<QuietFacts>,
  choice: Partial<DigestChoice> = {},
  cadence: Cadence = "daily",
) {
  const period = { daily: "2026-06-18", weekly: "2026-W25", monthly: "2026-06" }[cadence];
  const edition = makeEdition(papers, { id: `${cadence}-${period}`, cadence, period });
  const slots = slotsFor({
    detail: "title",
    forYou: [],
    top: [1, 2, 3],
    late: [],
    because: [],
    quiet: { ...facts, ...quiet },
    ...choice,
  });
  return assembleDigest(await compileDigest(edition, "title", site), slots);
}

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");

describe("a quiet mail", () => {
  test("says why nothing came, once, names what matched nothing, leads to the preferences and shows what came near", async () => {
    const { subject, text, html } = await quietMail({});
    expect(subject).toBe("Nothing new matched what you follow for a week");
    const said = oneLine(text);
    expect(said).toContain("No digest has come for a week, because no new paper matched what you follow.");
    expect(said).toContain("Without a match: cs.RO and “speculative decoding”.");
    expect(said).toContain("You are told this once.");
    expect(said).toContain(
      `Widen what you follow: ${site.publicUrl}/preferences?token=${tokens.preferences} `,
    );
    expect(said).toContain("What came near: 3 papers of the day");
    expect(text.match(/^ *\d\. Paper \d/gm)).toEqual([" 1. Paper 2", " 2. Paper 3", " 3. Paper 4"]);
    expect(said).toContain("shares\u00a0“decoding”".replace("\u00a0", " "));
    expect(html).toContain("Widen what you follow");
    expect(html.match(/<h3/g)).toHaveLength(3);
  });

  test("carries the headers by which one click leaves, as a digest does", async () => {
    const { headers, tags } = await quietMail({});
    expect(headers).toMatchObject({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
    expect(tags.map(({ name }) => name)).toEqual(["edition", "subscriber"]);
  });

  test.each<[Cadence, string]>([
    ["daily", "for a week"],
    ["weekly", "for three weeks"],
    ["monthly", "for two months"],
  ])("of a %s reader speaks of its own time, in a subject that phones show whole", async (cadence, time) => {
    for (const least of [null, 5]) {
      const { subject } = await quietMail({ least }, {}, cadence);
      expect(subject).toContain(time);
      expect(subject.length).toBeLessThan(60);
    }
  });

  test("of a reader who asks for more matches than there were says so, and shows what matched", async () => {
    const { text } = await quietMail(
      { least: 4, wishes: [] },
      { forYou: [0], because: ["cs.CL"], top: [1, 2] },
    );
    const said = oneLine(text);
    expect(said).toContain("fewer new papers matched what you follow than the 4 that you ask for");
    expect(said).not.toContain("Without a match");
    expect(said.indexOf("For you")).toBeLessThan(said.indexOf("What came near"));
    expect(said).toContain("you follow cs.CL");
  });

  test("of such a reader says of the edition alone what met nothing: in others of the week it may have", async () => {
    const { text } = await quietMail({ least: 4 }, { forYou: [0], because: ["cs.CL"], top: [1, 2] });
    expect(oneLine(text)).toContain("Without a match in this edition: cs.RO and “speculative decoding”.");
  });

  test("counts the wishes that it does not name, and shows no papers where none is left", async () => {
    const { text } = await quietMail({ wishes: ["cs.RO"], moreWishes: 12 }, { top: [] });
    expect(oneLine(text)).toContain("Without a match: cs.RO and 12 more.");
    expect(text).not.toContain("What came near");
  });

  test.each(
    hostileTexts.map((text) => [JSON.stringify(text).slice(0, 40), text]),
  )("is whole with the wish %s", async (_, text) => {
    const { html, subject } = await quietMail({ wishes: [text, "cs.RO"], shares: [text, text, text] });
    const plain = await quietMail({ wishes: ["a", "cs.RO"], shares: ["a", "a", "a"] });
    expect(subject).toBe(plain.subject);
    for (const tag of ["script", "img", "table", "td", "a ", "div"]) {
      expect(html.split(`<${tag}`).length, tag).toBe(plain.html.split(`<${tag}`).length);
    }
    expect(html).not.toMatch(/\p{Noncharacter_Code_Point}|\p{Surrogate}|[\u202a-\u202e]/u);
  });

  test("is valid HTML, with no feature that an ordinary digest lacks", async () => {
    const quiet = await quietMail({});
    const edition = makeEdition(papers);
    const digest = assembleDigest(
      await compileDigest(edition, "title", site),
      slotsFor({ detail: "title", forYou: [0], top: [1], late: [], because: ["cs.CL"] }),
    );
    const validator = new HtmlValidate({ extends: ["html-validate:standard"] });
    const findings = async (html: string) => [
      ...(await validator.validateString(html)).results.flatMap(({ messages }) =>
        messages.map(({ ruleId }) => ruleId),
      ),
      ...[
        ...caniemail({ clients: ["gmail.*", "outlook.*", "apple-mail.*"], html }).issues.errors.values(),
      ].flatMap((found) => found.map(({ title }) => title)),
    ];
    const usual = new Set(await findings(digest.html));
    expect(usual.size).toBeGreaterThan(0);
    expect((await findings(quiet.html)).filter((finding) => !usual.has(finding))).toEqual([]);
  });
});

test("an ordinary digest says nothing of it", async () => {
  const { html, text } = assembleDigest(
    await compileDigest(makeEdition(papers), "title", site),
    slotsFor({ detail: "title", forYou: [0], top: [1], late: [], because: ["cs.CL"] }),
  );
  expect(html + text).not.toMatch(/Widen what you follow|told this once|Without a match/);
});
