import fc from "fast-check";
import type { Cadence } from "../../src/calendar/periods.ts";
import type { DigestChoice, DigestPreferences, MailSite } from "../../src/digest/compiled-digest.ts";
import type { Detail, Edition, FrozenPaper } from "../../src/editions/edition.ts";
import { parseExplanation } from "../../src/editions/frozen-explanation.ts";
import { makeEdition, makePaper } from "../support/made-edition.ts";

export { makeEdition, makePaper };

// Invented papers and people: what a mail looks like needs no real ones.

export const site: MailSite = {
  publicUrl: "https://papers.example.org",
  from: "Paperboy <digest@papers.example.org>",
  replyTo: "hello@papers.example.org",
  unsubscribeTo: "leave@papers.example.org",
  postalAddress: "Example Lab, 1 Research Road, 12345 Springfield",
  showsThumbnails: false,
};

export const tokens = {
  unsubscribe: "u".repeat(60),
  preferences: "p".repeat(60),
  view: "v".repeat(76),
  mark: "m".repeat(50),
};

export function slotsFor(choice: DigestChoice) {
  return { to: "reader@example.com", choice, tokens, subscriberId: "0b9d3c4e-7a51-4c0e-9f6d-2f1f8e8f0a11" };
}

/** Text as an enemy, a machine or a far language would write it. */
export const hostileTexts = [
  "<script>alert(1)</script>",
  "</td></tr></table></body></html>",
  '"><img src=x onerror=alert(1)>',
  "a\r\nBcc: victim@example.com",
  "&amp; &#39; &lt;b&gt; %s $\u007bx} {{x}}",
  "\ufdd0=subject\ufdd1 \ufdd0-top\ufdd1 \ufdd0+top\ufdd1",
  "\u202eright to left override\u2066 isolate",
  "מודלים קטנים ששואלים لماذا تسأل النماذج",
  "小さなモデルはどのように質問を学ぶのか".repeat(6),
  "👩‍👩‍👧‍👦 emoji 🏳️‍🌈 e\u0301\u0302\u0303",
  "W".repeat(400),
  "\u0000\u0008\u000b\u001b[31m red",
  "lone \ud800 surrogate \udc00",
  "<!--[if mso]> <![endif]--> ]]>",
  "javascript:alert(1)",
  "   ",
  "",
];

export const anyText = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.lorem({ maxCount: 12 }),
);
const anyUrl = fc.oneof(
  fc.webUrl(),
  fc.constantFrom(
    "javascript:alert(1)",
    'https://e.org/"><b>',
    "http://plain.example/ü?a=1&b=2",
    "not a url",
    "",
  ),
);
const count = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 100_000 }));

const anyDay = fc.constantFrom("2026-06-11", "2024-02-29");
const figures = { upvotes: count, comments: count, stars: fc.option(count) };

/** Facts of every kind, and sentences of before as an enemy of then would have had them kept. */
const anyExplanation: fc.Arbitrary<FrozenPaper["explanation"]> = fc.oneof(
  fc.record({
    kind: fc.constant("place" as const),
    cadence: fc.constantFrom<Cadence>("daily", "weekly", "monthly"),
    place: fc.integer({ min: 1, max: 30 }),
    isShared: fc.boolean(),
    of: fc.integer({ min: 1, max: 500 }),
    ...figures,
  }),
  fc.record({ kind: fc.constant("rise" as const), gained: count, day: anyDay, ...figures }),
  fc.record({ kind: fc.constant("late-rise" as const), gained: count, since: anyDay, upvotes: count }),
  fc.record({
    kind: fc.constant("late-place" as const),
    day: anyDay,
    place: fc.integer({ min: 1, max: 3 }),
    isShared: fc.boolean(),
    of: fc.integer({ min: 1, max: 500 }),
    atClose: fc.option(fc.record({ place: fc.option(fc.integer({ min: 4, max: 500 })) })),
    upvotes: count,
  }),
  fc.record({
    kind: fc.constant("organization" as const),
    organization: anyText,
    nth: fc.integer({ min: 3, max: 40 }),
    month: fc.constant("2026-06"),
    ...figures,
  }),
  fc.record({ kind: fc.constant("listed-again" as const), ...figures, listedBefore: anyDay }),
  fc.record({
    kind: fc.constantFrom("media" as const, "discussed" as const, "authors-in-discussion" as const),
    ...figures,
  }),
  fc.record({ kind: fc.constantFrom("unvoted" as const, "announced" as const), stars: fc.option(count) }),
  anyText.map((text) => parseExplanation({ reason: text })),
);

const anyPaper = fc.record({
  title: anyText,
  abstract: fc.oneof(anyText, fc.lorem({ maxCount: 250 })),
  summary: fc.option(anyText),
  machineSummary: fc.option(fc.record({ text: anyText, model: anyText }), { nil: undefined }),
  authors: fc.oneof(
    fc.array(anyText, { maxLength: 5 }),
    fc.constant(Array.from({ length: 573 }, (_, i) => `Author ${i}`)),
  ),
  organization: fc.option(anyText),
  primaryCategory: fc.option(fc.oneof(fc.constantFrom("cs.CL", "cs.CV", "stat.ML"), anyText)),
  categories: fc.array(fc.constantFrom("cs.CL", "cs.CV", "hep-th"), { maxLength: 3 }),
  keywords: fc.array(anyText, { maxLength: 3 }),
  upvotes: count,
  comments: count,
  stars: fc.option(count),
  rise: fc.option(fc.integer({ min: -20, max: 500 })),
  explanation: anyExplanation,
  links: fc.record({
    arxiv: anyUrl,
    pdf: anyUrl,
    discussion: fc.option(anyUrl),
    code: fc.option(anyUrl),
    project: fc.option(anyUrl),
  }),
  thumbnailUrl: fc.option(anyUrl),
});

const anyPeriod = fc.oneof(
  fc.constantFrom<[Cadence, string]>(["daily", "2026-06-18"], ["daily", "2024-02-29"]),
  fc.constantFrom<[Cadence, string]>(["weekly", "2026-W01"], ["weekly", "2020-W53"], ["monthly", "2026-12"]),
);

const anyEditorsWords = fc.record({
  note: fc.option(
    fc
      .array(
        fc.oneof(
          anyText,
          fc.constantFrom("- *a*", "1. [b](https://e.org/?c=1&d=2)", "**e** <https://f.org>", ""),
        ),
      )
      .map((lines) => lines.join("\n")),
  ),
  subject: fc.option(anyText),
  preheader: fc.option(anyText),
});

/** Editions of up to 30 papers, of which the last few may be late risers, with hostile text everywhere. */
export const anyEdition: fc.Arbitrary<Edition> = fc
  .record({
    papers: fc.array(anyPaper, { minLength: 1, maxLength: 30 }),
    late: fc.nat({ max: 4 }),
    period: anyPeriod,
    missingSources: fc.subarray(["arxiv", "huggingface", "<b>odd</b>"]),
    number: fc.integer({ min: 1, max: 5000 }),
    said: fc.option(anyEditorsWords, { nil: undefined }),
  })
  .map(({ papers, late, period: [cadence, period], missingSources, number, said }) => {
    const top = Math.max(1, papers.length - late);
    return makeEdition(
      papers.map((paper, index) =>
        makePaper(index < top ? index + 1 : index - top + 1, {
          ...paper,
          section: index < top ? "top" : "late",
        }),
      ),
      { id: `${cadence}-${period}`, cadence, period, missingSources, number, ...(said && { said }) },
    );
  });

const anyDetail = fc.constantFrom<Detail>("title", "summary", "abstract");

export const anyPreferences: fc.Arbitrary<DigestPreferences> = fc.record({
  topics: fc.subarray(["cs", "cs.CL", "hep-th"]),
  keywords: fc.array(anyText, { maxLength: 2 }),
  authors: fc.array(fc.oneof(anyText, fc.constant("Author 5")), { maxLength: 2 }),
  mutedKeywords: fc.array(fc.lorem({ maxCount: 1 }), { maxLength: 1 }),
  mutedAuthors: fc.constant([]),
  organizations: fc.constant([]),
  mutedOrganizations: fc.constant([]),
  maxPapers: fc.integer({ min: 1, max: 50 }),
  fillUp: fc.constantFrom("yes", "few", "no"),
  detail: anyDetail,
  minMatches: fc.integer({ min: 1, max: 2 }),
  wantsLateRisers: fc.boolean(),
  wantsRepeats: fc.boolean(),
});

export const anySlots = fc.record({
  to: fc.oneof(fc.constantFrom("reader@example.com", 'o"neil<x>&@example.com', "a@b\r\nBcc: c@d"), anyText),
  tokens: fc.record(
    { unsubscribe: anyText, preferences: anyText, view: anyText, mark: anyText },
    { requiredKeys: ["unsubscribe", "preferences", "view"] },
  ),
  subscriberId: fc.oneof(fc.uuid(), anyText),
});

export const anySite: fc.Arbitrary<MailSite> = fc.record({
  publicUrl: fc.constantFrom("https://papers.example.org", "http://localhost:3000", "https://e.org/a&b"),
  from: fc.constantFrom("Paperboy <d@e.org>", '"A & <B>" <d@e.org>', "d@e.org", "Ü\r\nX: y <d@e.org>"),
  replyTo: fc.constantFrom(null, "hello@e.org", "a+b&c@e.org"),
  unsubscribeTo: fc.constantFrom(null, "leave@e.org", "a+b&c@e.org"),
  postalAddress: anyText,
  showsThumbnails: fc.boolean(),
  name: fc.constantFrom("Paperboy", "Acme", "A & B's {papers, plural, other{#}} '<'"),
});
