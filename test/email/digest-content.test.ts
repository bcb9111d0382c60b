import { describe, expect, test } from "vitest";
import { assembleDigest } from "../../src/digest/assemble.ts";
import { choosePapers } from "../../src/digest/choose-papers.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import type { DigestFacts, DigestPreferences } from "../../src/digest/compiled-digest.ts";
import { groupPapers } from "../../src/digest/group-papers.ts";
import type { Edition } from "../../src/editions/edition.ts";
import { mailedPart } from "../../src/editions/mailed-part.ts";
import { usualPreferences } from "../../src/subscribers/preferences.ts";
import { createWords } from "../../words/words.ts";
import { makeEdition, makePaper, site, slotsFor, tokens } from "./editions.ts";

const day = makeEdition([
  ...Array.from({ length: 27 }, (_, index) => makePaper(index + 1)),
  ...Array.from({ length: 3 }, (_, index) =>
    makePaper(index + 1, { section: "late", title: `Late Riser ${index + 1}`, id: `2605.0000${index}` }),
  ),
]);

async function mailOf(edition: Edition, preferences: Partial<DigestPreferences> = {}) {
  const asked = { ...usualPreferences, ...preferences };
  const chosen = choosePapers(edition, asked);
  if (chosen.kind === "none") throw new Error(chosen.reason);
  const compiled = await compileDigest(edition, asked.detail, site);
  return assembleDigest(compiled, slotsFor(groupPapers(chosen.choice, compiled.facts)));
}

const flat = (text: string) => text.replace(/\s+/g, " ");

const headings = (html: string) =>
  [...html.matchAll(/<h3[^>]*><a[^>]*>([^<]*)<\/a>/g)].map((match) => match[1]);

describe("what a digest holds", () => {
  test("shows as many papers as the reader asked for, numbered through, late risers last", async () => {
    const { html, text } = await mailOf(day, { maxPapers: 10 });
    const titles = headings(html);
    expect(titles).toHaveLength(10);
    expect(titles.slice(-3)).toEqual(["Late Riser 1", "Late Riser 2", "Late Riser 3"]);
    expect(text.match(/^ ?\d+\. /gm)?.map(Number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test("names the first papers in the subject and counts the rest; the preheader names the next", async () => {
    const titles = [
      "Kimi K9: An Open Model",
      "KronQ: Quantization by Blocks",
      "Orca",
      "Learning to Fold With Two Arms",
    ];
    const edition = makeEdition(
      Array.from({ length: 10 }, (_, index) =>
        makePaper(index + 1, { title: titles[index] ?? `Paper ${index + 1}: A Study`, keywords: [] }),
      ),
    );
    const { subject, html } = await mailOf(edition, { maxPapers: 10 });
    expect(subject).toBe("Kimi K9, KronQ, Orca and 7 more");
    expect(html).toContain(
      "Also: Learning to Fold With Two Arms · Paper 5 · Paper 6 · Paper 7 · Paper 8 · Paper 9 · Paper 10",
    );
  });

  test("says first what two or more of the shown papers are about", async () => {
    const about = (keyword: string) => ({
      keywords: [keyword],
      abstract: `${keyword}, and no more than ${keyword}.`,
      title: "A Study",
    });
    const edition = makeEdition([
      makePaper(1, about("world model")),
      makePaper(2, about("world models")),
      makePaper(3, about("KV cache")),
      makePaper(4, about("kv-cache compression")),
      makePaper(5, about("privacy")),
      makePaper(6, about("privacy")),
    ]);
    const said = async (maxPapers: number) => flat((await mailOf(edition, { maxPapers })).text);
    expect(await said(6)).toContain("Mostly about KV caches, privacy and world models. 6 papers");
    expect(await said(3)).toContain(" Mostly about world models. 3 of the day’s 6 papers");
    expect(await said(1)).not.toContain("about");
    const wide = makeEdition([
      ...edition.papers.slice(0, 2),
      ...day.papers.slice(2, 9).map((paper, index) => ({ ...paper, ...about(`Thing ${index}`) })),
    ]);
    expect(flat((await mailOf(wide)).text)).toContain(" With papers on world models. 9 papers");
  });

  test("groups what follows the first three of eight papers or more under headings, in HTML and text", async () => {
    const kinds = [
      "robotics",
      "quantization",
      "other",
      "robotics",
      "nothing",
      "quantization",
      "robotics",
      "quantization",
    ];
    const edition = makeEdition(
      kinds.map((keyword, index) =>
        makePaper(index + 1, {
          keywords: [keyword],
          abstract: `${keyword}, and no more than ${keyword}.`,
          title: `Paper ${index + 1}`,
          primaryCategory: null,
          categories: [],
        }),
      ),
    );
    const { html, text } = await mailOf(edition);
    expect(headings(html)).toEqual([1, 2, 3, 4, 7, 6, 8, 5].map((number) => `Paper ${number}`));
    const order = ["Paper 3<", ">Robotics<", "Paper 4<", ">Quantization<", "Paper 6<", ">More<", "Paper 5<"];
    expect(order.map((part) => html.indexOf(part))).toEqual(
      order.map((part) => html.indexOf(part)).toSorted((a, b) => a - b),
    );
    expect(order.every((part) => html.includes(part))).toBe(true);
    expect(text).toContain("\n\nQuantization\n------------\n\n 6. Paper 6\n");
    expect(text.match(/^ ?\d+\. /gm)?.map(Number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const seven = await mailOf(makeEdition(edition.papers.slice(0, 7)));
    expect(seven.text).not.toContain("Robotics\n");
  });

  test("measures bars within the day and among late risers, so that none shrinks the day's first", async () => {
    const edition = makeEdition([
      makePaper(1, { upvotes: 66 }),
      makePaper(2, { upvotes: 33 }),
      makePaper(1, { section: "late", upvotes: 120, id: "2605.00001" }),
      makePaper(2, { section: "late", upvotes: 30, id: "2605.00002" }),
    ]);
    const { html } = await mailOf(edition);
    expect([...html.matchAll(/<td class="b" width="(\d+)%"/g)].map(([, width]) => Number(width))).toEqual([
      100, 50, 100, 25,
    ]);
  });

  test("shows the picture of its first paper alone, where the operator set so", async () => {
    const thumbnailUrl = "https://pictures.example.org/one.png";
    const edition = makeEdition([1, 2, 3].map((rank) => makePaper(rank, { thumbnailUrl })));
    const compiled = await compileDigest(edition, "summary", { ...site, showsThumbnails: true });
    const { html } = assembleDigest(
      compiled,
      slotsFor({ detail: "summary", forYou: [1], top: [0, 2], late: [] }),
    );
    const pictures = html.match(/<img [^>]*>/g) ?? [];
    expect(pictures).toHaveLength(1);
    expect(pictures[0]).toMatch(/alt="Picture: An Invented Study of Number…"/);
    expect(pictures[0]).toMatch(/width="120" height="63"|height="63".*width="120"/);
    expect(html.indexOf("<img ")).toBeLessThan(html.indexOf("Number 1:"));
  });

  test("sums the chosen papers up, not the whole edition", async () => {
    const { text } = await mailOf(day, { maxPapers: 5 });
    expect(text.replace(/\s+/g, " ")).toContain("4 of the day’s 27 papers (1 rising), and 1 late riser.");
  });

  test("of a week says that it chooses from the first hundred papers, and links to all", async () => {
    const week = makeEdition(
      Array.from({ length: 105 }, (_, index) =>
        makePaper(index + 1, { section: index < 100 ? "top" : "further", explanation: null }),
      ),
      { id: "weekly-2026-W25", cadence: "weekly", period: "2026-W25" },
    );
    const { text } = await mailOf(mailedPart(week), { maxPapers: 10 });
    const flat = text.replace(/\s+/g, " ");
    expect(flat).toContain("10 of the first 100 of the week’s 105 papers");
    expect(flat).toContain("See all 105 papers of the week:");
  });

  test("counts a week's papers and its late risers apart", async () => {
    const risers = [1, 2].map((rank) =>
      makePaper(rank, { section: "late", id: `2605.0000${rank}`, title: `Late Riser ${rank}` }),
    );
    const edition = makeEdition([
      ...Array.from({ length: 31 }, (_, index) => makePaper(index + 1)),
      ...risers,
    ]);
    const { text } = await mailOf(edition, { maxPapers: 9 });
    expect(text.replace(/\s+/g, " ")).toMatch(
      /7 of the day’s 31 papers(?: \(\d rising\))?, and 2 late risers\./,
    );
  });

  test("stays the reader's own when only late risers match, which lead and tell what they match", async () => {
    const edition = makeEdition([
      makePaper(1, { title: "Vision" }),
      makePaper(1, { section: "late", id: "2605.00001", title: "Robots That Fold" }),
    ]);
    const { subject, text, html } = await mailOf(edition, { keywords: ["robots"], detail: "title" });
    expect(text).not.toContain("Top of the day");
    expect(html).toContain("For you: late risers");
    expect(text.replace(/\s+/g, " ")).toContain("you follow “robots”");
    expect(headings(html)).toEqual(["Robots That Fold", "Vision"]);
    expect(subject).toBe("Robots That Fold and Vision");
    const unasked = await mailOf(edition, { detail: "title" });
    expect(headings(unasked.html)).toEqual(["Vision", "Robots That Fold"]);
    expect(unasked.html).toContain("Top of the day");
    expect(unasked.html).not.toContain("For you");
  });

  test("names what is most talked about from five comments on", async () => {
    const said = async (comments: number) => {
      const papers = [makePaper(1, { comments: 0 }), makePaper(2, { title: "Robots That Fold", comments })];
      return (await mailOf(makeEdition(papers))).text.replace(/\s+/g, " ");
    };
    expect(await said(5)).toContain("Most talked about: Robots That Fold, with 5 comments.");
    expect(await said(4)).not.toContain("Most talked about");
  });

  test("notes beside its sections what is in them, where the heading does not say it", async () => {
    const edition = makeEdition([
      makePaper(1, { categories: ["cs.RO"] }),
      makePaper(2, { categories: ["cs.CV"], primaryCategory: "cs.CV" }),
      makePaper(3, { categories: ["cs.CV"], primaryCategory: "cs.CV" }),
    ]);
    const followed = await mailOf(edition, { topics: ["cs.RO"] });
    expect(followed.text).toContain("For you: 1 paper matches what you follow\n");
    expect(followed.text).toContain("Also trending: 1 more paper of the day\n");
    const all = await mailOf(edition);
    expect(all.text).toContain("\nTop of the day\n");
    expect(all.html).toMatch(/>Top of the day<\/h2>/);
  });

  test("tells how many papers match that it does not show, and links to them", async () => {
    const edition = makeEdition(Array.from({ length: 13 }, (_, index) => makePaper(index + 1)));
    const follows = { organizations: ["Springfield"], maxPapers: 8 };
    const { html, text } = await mailOf(edition, follows);
    expect(text).toContain("For you: 8 of 13 that match what you follow\n");
    const link = `${site.publicUrl}/matches?token=${tokens.view}`;
    expect(text).toContain(`See the others:\n${link}\n`);
    expect(html).toContain(`href="${link}"`);
    const all = await mailOf(edition, { ...follows, maxPapers: 13 });
    expect(all.text).toContain("For you: 13 papers match what you follow\n");
    expect(all.text + all.html).not.toContain("/matches");
  });

  test("of a set that was compiled without this sentence tells only what it shows", async () => {
    const edition = makeEdition(Array.from({ length: 4 }, (_, index) => makePaper(index + 1)));
    const chosen = choosePapers(edition, { ...usualPreferences, topics: ["cs.CL"], maxPapers: 3 });
    if (chosen.kind === "none") throw new Error(chosen.reason);
    const compiled = await compileDigest(edition, "summary", site);
    for (const { messages } of compiled.facts.words?.layers ?? []) delete messages["digest.for-you.some"];
    const { text } = assembleDigest(compiled, slotsFor(chosen.choice));
    expect(chosen.choice.matched).toBe(4);
    expect(text).toContain("For you: 3 papers match what you follow\n");
    expect(text).not.toContain("/matches");
  });

  test("says what did not fit, and where it is", async () => {
    const long = { abstract: "word ".repeat(900) };
    const edition = makeEdition(Array.from({ length: 27 }, (_, index) => makePaper(index + 1, long)));
    const { html } = await mailOf(edition, { detail: "abstract", maxPapers: 27 });
    expect(html).toMatch(/\d+ more papers didn’t fit in this email\. See them on the daily page\./);
  });

  test("of a set of the release before, which has no themes, keeps its subject and opens with its counts", async () => {
    const compiled = await compileDigest(day, "summary", site);
    const { themes: _, ...rest } = compiled.facts;
    const facts: DigestFacts = rest;
    const choice = { detail: "summary" as const, forYou: [], top: [0, 1, 2, 3, 4, 5, 6, 7, 8], late: [] };
    expect(groupPapers(choice, { themes: undefined, ...facts })).toBe(choice);
    const { subject, text } = assembleDigest({ ...compiled, facts }, slotsFor(choice));
    expect(subject).toBe("An Invented Study of Number 1 + 8 more");
    expect(text).toContain("\n\n9 of the day’s 27 papers");
  });

  test("of an edition of the release before keeps the sentences of that release", async () => {
    const chosen = choosePapers(day, { ...usualPreferences, maxPapers: 5 });
    if (chosen.kind === "none") throw new Error(chosen.reason);
    const compiled = await compileDigest(day, "summary", site);
    const before = { ...compiled, facts: { ...compiled.facts, words: undefined } };
    const { text } = assembleDigest(before, slotsFor(chosen.choice));
    expect(text.replace(/\s+/g, " ")).toContain(
      "5 of the day’s 30 papers, 1 rising, 1 late riser. Most talked about: An Invented Study of Number 4",
    );
  });

  test("is written in the language of its words, which its readers' own lines keep", async () => {
    const other = createWords("de", [
      {
        locale: "de-DE",
        messages: {
          "digest.summary": "Heute: {parts}.",
          "digest.summary.papers": "{papers, plural, one{# Arbeit} other{# Arbeiten}}",
          "digest.pause": "Pausieren",
        },
      },
    ]);
    const edition = makeEdition([makePaper(1)]);
    const compiled = JSON.parse(JSON.stringify(await compileDigest(edition, "title", site, other)));
    const choice = { detail: "title" as const, forYou: [], top: [0], late: [] };
    const { html, text } = assembleDigest(compiled, slotsFor(choice));
    expect(html).toContain('<html dir="ltr" lang="de">');
    expect(html).toContain("Heute: 1 Arbeit.");
    expect(html).toContain("Donnerstag, 18. Juni 2026");
    expect(text).toContain("Pausieren:\n");
    expect(text).toContain("Unsubscribe:\n");
  });

  test("puts what the reader follows first and says why", async () => {
    const edition = makeEdition([
      makePaper(1, { primaryCategory: "cs.CV", categories: ["cs.CV"] }),
      makePaper(2, { title: "Robots That Fold", primaryCategory: "cs.RO", categories: ["cs.RO"] }),
    ]);
    const { html } = await mailOf(edition, { topics: ["cs.RO"] });
    expect(headings(html)[0]).toBe("Robots That Fold");
    expect(html).toContain("you\u00a0follow cs.RO");
    expect(html.indexOf("For you")).toBeLessThan(html.indexOf("Also trending"));
  });

  test("carries each level of detail and no more", async () => {
    const [title, summary, abstract] = await Promise.all(
      (["title", "summary", "abstract"] as const).map((detail) => mailOf(day, { detail })),
    );
    const paper = makePaper(1);
    expect(title?.html).not.toContain(paper.summary);
    expect(summary?.html).toContain(paper.summary);
    expect(summary?.html).not.toContain("The code is open.");
    expect(abstract?.html).toContain("The code is open.");
  });

  test("falls back to what the abstract says of the paper, not of its field, when there is no summary", async () => {
    const abstract = `Tasks are often unclear. ${"Models grow. ".repeat(30)}To mend this, we propose to ask one short question. The code is open.`;
    const { html, text } = await mailOf(makeEdition([makePaper(1, { summary: null, abstract })]));
    for (const mail of [html, text]) {
      expect(mail).toContain("We propose to ask one short question.");
      expect(mail).not.toContain("often unclear");
    }
  });

  test("says of a model's sentence that a machine wrote it, in HTML and text", async () => {
    const machineSummary = { text: "It asks <one> short question.", model: "fern-8b" };
    const paper = makePaper(1, { summary: null, machineSummary });
    const { html, text } = await mailOf(makeEdition([paper]));
    expect(html).toContain("It asks &lt;one&gt; short question. (Written by a machine: fern-8b.)");
    expect(text.replace(/\s+/g, " ")).toContain(
      "It asks <one> short question. (Written by a machine: fern-8b.)",
    );
    const ready = await mailOf(makeEdition([{ ...paper, summary: "It asks one question through a rule." }]));
    expect(ready.html).toContain("It asks one question through a rule.");
    expect(ready.html).not.toContain("machine");
  });

  test("says which source was down", async () => {
    const { html, text } = await mailOf({ ...day, missingSources: ["arxiv"] });
    const told = "arXiv could not be reached, so topics could not be applied to every paper.";
    expect(html).toContain(told);
    expect(text.replace(/\s+/g, " ")).toContain(told);
  });

  test("links to leaving, preferences, pause, browser view and the edition, in HTML and text", async () => {
    const { html, text } = await mailOf(day);
    for (const link of [
      `https://papers.example.org/unsubscribe?token=${tokens.unsubscribe}`,
      `https://papers.example.org/preferences?token=${tokens.preferences}`,
      `https://papers.example.org/preferences?token=${tokens.preferences}#paused-until`,
      `https://papers.example.org/view?token=${tokens.view}`,
      "https://papers.example.org/editions/daily/2026-06-18",
    ]) {
      expect(html).toContain(`href="${link}"`);
      expect(text.split("\n")).toContain(link);
    }
    expect(html).toContain(site.postalAddress);
    expect(text).toContain(site.postalAddress);
  });

  test("names weeks and months by their days", async () => {
    const week = await mailOf({ ...day, id: "weekly-2026-W25", cadence: "weekly", period: "2026-W25" });
    expect(week.html.replaceAll("\u2009", " ")).toContain("15 – 21 June 2026");
    expect(week.subject).toMatch(/^Week 25: /);
    const month = await mailOf({ ...day, id: "monthly-2026-06", cadence: "monthly", period: "2026-06" });
    expect(month.subject).toMatch(/^June 2026: /);
  });
});

describe("headers", () => {
  test("offer to leave by one click and by mail with the same token, and name the list", async () => {
    const { headers } = await mailOf(day);
    expect(headers["List-Unsubscribe"]).toBe(
      `<https://papers.example.org/unsubscribe?token=${tokens.unsubscribe}>, <mailto:leave@papers.example.org?subject=unsubscribe%20${tokens.unsubscribe}>`,
    );
    expect(headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(headers["List-Id"]).toBe("<daily.papers.example.org>");
    expect(headers["Feedback-ID"]).toBe("daily-2026-06-18:daily:digest:paperboy");
  });

  test("name another list for each installation of a host, whatever its path, and that of an earlier version for its editions", async () => {
    const paths = ["", "/ab", "/a_b", "/a~b", "/a.b", "/b/a", "/a/b", "/a:b", "/a%20b", "/a-b"];
    const choice = { detail: "title" as const, forYou: [], top: [0], late: [] };
    const lists = await Promise.all(
      paths.map(async (path) => {
        const at = { ...site, publicUrl: `https://papers.example.org${path}` };
        const compiled = await compileDigest(day, "title", at);
        const listOf = (one: typeof compiled) => assembleDigest(one, slotsFor(choice)).headers["List-Id"];
        const { listDomain: _, ...ofBefore } = compiled;
        return { now: listOf(compiled), before: listOf(ofBefore) };
      }),
    );
    expect(new Set(lists.map(({ now }) => now)).size).toBe(paths.length);
    // dot-atom-text of RFC 5322, between angle brackets.
    for (const { now } of lists) expect(now).toMatch(/^<daily(?:\.[\w!#$%&'*+\-/=?^`{|}~]+)+>$/);
    expect(lists[2]).toEqual({
      now: "<daily.a_b.papers.example.org>",
      before: "<daily.ab.papers.example.org>",
    });
    expect(lists[9]).toEqual({
      now: "<daily.a-b.papers.example.org>",
      before: "<daily.a-b.papers.example.org>",
    });
  });

  test("differ from delivery to delivery, so that no client folds two into one conversation", async () => {
    const compiled = await compileDigest(day, "summary", site);
    const choice = { detail: "summary" as const, forYou: [], top: [0], late: [] };
    const references = ["one", "two"].map(
      (subscriberId) =>
        assembleDigest(compiled, { ...slotsFor(choice), subscriberId }).headers["X-Entity-Ref-ID"],
    );
    expect(new Set(references).size).toBe(2);
  });
});
