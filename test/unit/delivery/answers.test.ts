import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { plainTrouble, type Trouble, wordedTrouble } from "../../../src/delivery/codes.ts";
import type { MailAnswer, MailResult } from "../../../src/delivery/mailers/mailer.ts";
import { nameRefusal } from "../../../src/delivery/mailers/refusal-key.ts";
import { type AnswerEffect, type AskedRequest, effectOf } from "../../../src/delivery/send/answers.ts";

const now = new Date("2026-06-19T04:00:00.000Z");

const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

const accepted: MailResult = { kind: "accepted", id: "id-1" };
const refused: MailResult = { kind: "refused", reason: "bad address" };
const ofAll: MailResult = { kind: "refused", reason: "bad sender", concerns: "all" };

const two = { mails: 2 };
const doubted = { mails: 2, doubted: 1 };

type Case = [what: string, answer: MailAnswer, asked: Partial<AskedRequest>, effect: AnswerEffect];

const settled = (results: MailResult[], refusedWhole: string | null = null): AnswerEffect => ({
  kind: "settle",
  results,
  refusedWhole: refusedWhole === null ? null : wordedTrouble("refused", refusedWhole),
  sharedUntil: inSeconds(300),
});

/** Half of what a first repetition waits at the most, when half is drawn. */
const again = (trouble: Again["trouble"], seconds = 1, isIncomplete = false): AnswerEffect => ({
  kind: "again",
  at: inSeconds(seconds),
  trouble,
  isIncomplete,
});

type Again = AnswerEffect & { kind: "again" };

const unanswered = wordedTrouble("no-answer", "reset");

const refusal = (words: string) => wordedTrouble("refused", words);

const incomplete = (named: number, mails: number): Trouble<"incomplete"> => ({
  code: "incomplete",
  words: null,
  facts: { named, mails },
});

const pause = (
  trouble: Pause["trouble"],
  seconds: number,
  refusedFor: string | null = null,
): AnswerEffect => ({
  kind: "pause",
  until: inSeconds(seconds),
  trouble,
  refusedFor: refusedFor === null ? null : nameRefusal(refusedFor),
});

type Pause = AnswerEffect & { kind: "pause" };

const answered = (...results: MailResult[]): MailAnswer => ({ kind: "answered", results });

/** By the beginning of each row of the table in docs/delivery.md. */
const table: Record<string, Case[]> = {
  "200 with an id or an error for each mail": [
    ["all accepted", answered(accepted, accepted), two, settled([accepted, accepted])],
    ["some refused", answered(accepted, refused), two, settled([accepted, refused])],
    ["some refused in doubt", answered(accepted, refused), doubted, settled([accepted, refused])],
    ["the first refused in doubt", answered(refused, accepted), doubted, settled([refused, accepted])],
    ["all accepted in doubt", answered(accepted, accepted), doubted, settled([accepted, accepted])],
  ],
  "200 that refuses mails for what all mails share": [
    ["some", answered(accepted, ofAll), two, settled([accepted, ofAll])],
    ["every one", answered(ofAll, ofAll), two, settled([ofAll, ofAll])],
    ["the only one", answered(ofAll), {}, settled([ofAll])],
  ],
  "200 that leaves mails out": [
    ["for the first time", { kind: "incomplete", named: 1 }, two, again(incomplete(1, 2), 1, true)],
    [
      "for the fifth time",
      { kind: "incomplete", named: 1 },
      { ...two, incompleteAnswers: 4 },
      again(incomplete(1, 2), 1, true),
    ],
    [
      "for the sixth time",
      { kind: "incomplete", named: 1 },
      { ...two, incompleteAnswers: 5 },
      { kind: "give-up", trouble: incomplete(1, 2) },
    ],
    ["though it seems whole", answered(accepted), two, again(incomplete(1, 2), 1, true)],
  ],
  "200 that is cut short": [["", { kind: "unknown", reason: null }, two, again(plainTrouble("unreadable"))]],
  "400, 413, 422 for the whole batch": [
    ["of one mail", { kind: "refused", reason: "bad address" }, {}, settled([refused], "bad address")],
    [
      "of more",
      { kind: "refused", reason: "bad address" },
      two,
      { kind: "split", trouble: refusal("bad address") },
    ],
    ["by each mail", answered(refused, refused), two, settled([refused, refused])],
  ],
  "the same after a request of unknown outcome": [
    ["of one mail", { kind: "refused", reason: "bad" }, { doubted: 1 }, again(refusal("bad"), 2)],
    ["of more", { kind: "refused", reason: "bad" }, doubted, again(refusal("bad"), 2)],
    ["by each mail", answered(refused, refused), doubted, again(refusal("bad address"), 2)],
    [
      "for what all mails share",
      answered(refused, ofAll),
      doubted,
      pause(refusal("bad sender"), 300, "bad sender"),
    ],
    [
      "for what all mails share, a second time",
      answered(ofAll, ofAll),
      { ...doubted, refusedKey: nameRefusal("bad sender").key },
      again(refusal("bad sender"), 2),
    ],
    [
      "for another thing that all mails share",
      answered(ofAll, ofAll),
      { ...doubted, refusedKey: nameRefusal("bad account").key },
      pause(refusal("bad sender"), 300, "bad sender"),
    ],
  ],
  "409, a request under this key is under way": [
    ["", { kind: "concurrent", retryAfterMs: null }, two, again(plainTrouble("under-way"), 2)],
    [
      "that says for how long",
      { kind: "concurrent", retryAfterMs: 7_000 },
      two,
      again(plainTrouble("under-way"), 7),
    ],
  ],
  "409, the key is known with another body": [
    ["", { kind: "key-reused" }, doubted, { kind: "give-up", trouble: plainTrouble("key-reused") }],
  ],
  "429, rate limit": [
    ["", { kind: "limited", retryAfterMs: null }, two, declined(1)],
    ["that says for how long", { kind: "limited", retryAfterMs: 30_000 }, two, declined(30)],
    ["that asks for no pause", { kind: "limited", retryAfterMs: 0 }, two, declined(1)],
  ],
  "429, quota of the day or month": [
    [
      "that says until when",
      { kind: "quota", period: "day", retryAfterMs: 60_000 },
      two,
      pause(plainTrouble("quota-day"), 60),
    ],
    [
      "that says nothing, of a day",
      { kind: "quota", period: "day", retryAfterMs: null },
      two,
      pause(plainTrouble("quota-day"), 20 * 3_600),
    ],
    [
      "that says nothing, of a month",
      { kind: "quota", period: "month", retryAfterMs: null },
      two,
      pause(plainTrouble("quota-month"), (11 * 24 + 20) * 3_600),
    ],
  ],
  "401, 403, 404, 451": [
    [
      "",
      { kind: "unauthorised", reason: "bad key" },
      two,
      pause(wordedTrouble("unauthorised", "bad key"), 300),
    ],
    [
      "in doubt",
      { kind: "unauthorised", reason: "bad key" },
      doubted,
      pause(wordedTrouble("unauthorised", "bad key"), 300),
    ],
  ],
  "5xx, 408, time limit, reset, no connection": [
    ["", { kind: "unknown", reason: "reset" }, two, again(unanswered)],
    ["for the third time", { kind: "unknown", reason: "reset" }, { doubted: 2 }, again(unanswered, 4)],
    ["for the twelfth time", { kind: "unknown", reason: "reset" }, { doubted: 11 }, again(unanswered, 150)],
  ],
};

function declined(seconds: number): AnswerEffect {
  return { kind: "decline", until: inSeconds(seconds), trouble: plainTrouble("rate-limit") };
}

const usual: AskedRequest = { mails: 1, doubted: 0, incompleteAnswers: 0, refusedKey: null };

describe.each(Object.entries(table))("what follows an answer of the row %s", (_row, cases) => {
  it.each(cases)("is as the table says for %s", (_what, answer, asked, effect) => {
    expect(effectOf(answer, { ...usual, ...asked }, { now, random: 0.5, usage: null })).toEqual(effect);
  });
});

it("the table of answers lets a quota whose refusal names no end wait until the provider's own word on the account", () => {
  const day = { used: 100, limit: 100, resetsAt: inSeconds(1_800) };
  const usage = { requestsPerSecond: null, day, month: null };
  const answer: MailAnswer = { kind: "quota", period: "day", retryAfterMs: null };
  expect(effectOf(answer, usual, { now, random: 0.5, usage })).toEqual(
    pause(plainTrouble("quota-day"), 1_800),
  );
});

it("the table of answers is that of docs/delivery.md: the same rows in the same order, with the same effects", () => {
  const docs = readFileSync(new URL("../../../docs/delivery.md", import.meta.url), "utf8");
  const [, section = ""] = docs.split("### Answers\n");
  const rows = [...section.matchAll(/^\| (?<answer>.+?) \| (?<effects>`.+?`) \| .+ \|$/gm)].map(
    ({ groups = {} }) => [groups.answer ?? "", groups.effects ?? ""] as const,
  );
  expect(rows.length).toBe(Object.keys(table).length);
  for (const [index, [beginning, cases]] of Object.entries(table).entries()) {
    const [answer, effects = ""] = rows[index] ?? [];
    expect(answer?.startsWith(beginning), `${answer} begins with ${beginning}`).toBe(true);
    const kinds = new Set(cases.map(([, , , { kind }]) => kind));
    expect(new Set(effects.split(", ").map((code) => code.slice(1, -1))), beginning).toEqual(kinds);
  }
});
