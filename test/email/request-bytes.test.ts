import fc from "fast-check";
import { expect, test } from "vitest";
import { mailsIn, requestBody, writeBody } from "../../src/delivery/mailers/body.ts";
import { assembleDigest, assembleSealed } from "../../src/digest/assemble.ts";
import { choosePapers } from "../../src/digest/choose-papers.ts";
import { compileDigest } from "../../src/digest/compile.ts";
import type { CompiledDigest, DigestSlots, Mail, Piece } from "../../src/digest/compiled-digest.ts";
import { groupPapers } from "../../src/digest/group-papers.ts";
import { createJsonBytes } from "../../src/digest/json-bytes.ts";
import { languages, wordsIn } from "../../words/words.ts";
import { runsOf } from "../support/property-runs.ts";
import { anyEdition, anyPreferences, anySite, anySlots, hostileTexts } from "./editions.ts";

/** Halves of surrogate pairs that meet where texts are joined, what JSON escapes, and what it does not. */
const anyHostile = fc.constantFrom(
  ...hostileTexts,
  ...[
    "\ud83d",
    "\ude00",
    "a\ud83d",
    "\ude00b",
    "\ud83d\ude00",
    "\ud83d\ude00ab\ude00",
    "\u2028\u2029\u007f",
    '"\\\b\f/',
    "é’日",
  ],
);

/** One memory for all batches, as a worker has it. */
const out = createJsonBytes();

test("a batch's bytes are those of its mails as JSON, whatever the edition, its age, its readers and their names", async () => {
  const runs = runsOf(40);
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(anyEdition, anyPreferences, anySite, fc.constantFrom(...languages)),
      anySlots,
      fc.constantFrom(...ages),
      fc.tuple(anyHostile, anyHostile, anyHostile),
      async ([edition, preferences, site, language], own, age, hostile) => {
        const chosen = choosePapers(edition, preferences);
        if (chosen.kind === "none") return;
        const newest = throughJson(
          await compileDigest(edition, preferences.detail, site, wordsIn(language, site.name)),
        );
        const compiled = age(newest, hostile);
        const choice = throughJson(groupPapers(chosen.choice, compiled.facts));
        const readers: DigestSlots[] = [
          { ...own, choice },
          { ...own, choice, to: `${hostile[0]}@e.org`, subscriberId: hostile[1] },
          { ...own, choice, tokens: { ...own.tokens, mark: hostile[2] } },
          { ...own, choice, tokens: { ...own.tokens, mark: undefined } },
        ];
        const mails = readers.map((slots) => assembleDigest(compiled, slots));
        const sealed = readers.map((slots) => assembleSealed(compiled, slots).mail);
        const body = writeBody(out, sealed);
        expect(Buffer.from(body.bytes).toString()).toBe(jsonOf(mails));
        expect(body.mails).toBe(readers.length);
        const apart = requestBody(mails);
        expect(Buffer.from(apart.bytes).equals(body.bytes)).toBe(true);
        expect(apart.hash).toBe(body.hash);
        compared += 1;
      },
    ),
    { numRuns: runs },
  );
  expect(compared).toBeGreaterThan(runs / 2);
});

test("what a body holds can be read as mails again", () => {
  const mails = hostileTexts.map((text, index) => mailOf(text, index % 2 === 0 ? text : null));
  expect(mailsIn(requestBody(mails))).toEqual(mails);
  expect(mailsIn(requestBody([]))).toEqual([]);
});

/** What a set lacks that an earlier release compiled, and texts that no template has today. */
const ages: ((compiled: CompiledDigest, hostile: [string, string, string]) => CompiledDigest)[] = [
  (compiled) => compiled,
  ({ facts: { words: _, ...facts }, ...compiled }) => ({ ...compiled, facts }),
  ({ facts: { themes: _, ownPapers: __, ...facts }, name: ___, ...compiled }) => ({ ...compiled, facts }),
  ({ unsubscribeTo: _, html: { group: __, ...html }, text: { group: ___, ...text }, ...compiled }) => ({
    ...compiled,
    html,
    text,
  }),
  ({ facts, ...compiled }, [subject, preheader, label]) => ({
    ...compiled,
    facts: { ...facts, subject, preheader, themes: [{ label, papers: [0, 1], weight: 1 }] },
  }),
  ({ html, text, ...compiled }, around) => ({
    ...compiled,
    html: {
      ...html,
      frame: within(html.frame, around),
      papers: html.papers.map((one) => within(one, around)),
    },
    text: { ...text, frame: within(text.frame, around) },
  }),
];

function within(piece: Piece, [before, , after]: [string, string, string]): Piece {
  return [before, ...piece, after];
}

/** As Resend's interface has them (https://resend.com/docs/api-reference/emails/send-batch-emails). */
function jsonOf(mails: Mail[]): string {
  return JSON.stringify(
    mails.map(({ from, to, replyTo, subject, html, text, headers, tags }) => ({
      from,
      to: [to],
      ...(replyTo === null ? {} : { reply_to: replyTo }),
      subject,
      html,
      text,
      headers,
      tags,
    })),
  );
}

function mailOf(text: string, replyTo: string | null): Mail {
  const headers = { "List-Id": text, Precedence: "bulk" };
  const tags = [
    { name: "edition", value: "daily-2026-06-17" },
    { name: "kind", value: text },
  ];
  return { from: text, to: text, replyTo, subject: text, html: text, text, headers, tags };
}

/** As the database gives it back. */
function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
