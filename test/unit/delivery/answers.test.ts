import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { MailAnswer, MailResult } from "../../../src/delivery/mailers/mailer.ts";
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
  refusedWhole,
  sharedUntil: inSeconds(300),
});

/** Half of what a first repetition waits at the most, when half is drawn. */
const again = (reason: string, seconds = 1, isIncomplete = false): AnswerEffect => ({
  kind: "again",
  at: inSeconds(seconds),
  reason,
  isIncomplete,
});

const pause = (reason: string, seconds: number, refusedFor: string | null = null): AnswerEffect => ({
  kind: "pause",
  until: inSeconds(seconds),
  reason,
  refusedFor,
});

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
    ["for the first time", { kind: "incomplete", reason: "1 of 2" }, two, again("1 of 2", 1, true)],
    [
      "for the fifth time",
      { kind: "incomplete", reason: "1 of 2" },
      { incompleteAnswers: 4 },
      again("1 of 2", 1, true),
    ],
    [
      "for the sixth time",
      { kind: "incomplete", reason: "1 of 2" },
      { incompleteAnswers: 5 },
      { kind: "give-up", reason: "1 of 2" },
    ],
    ["though it seems whole", answered(accepted), two, again("the answer does not name all mails", 1, true)],
  ],
  "200 that is cut short": [["", { kind: "unknown", reason: "unreadable" }, two, again("unreadable")]],
  "400, 413, 422 for the whole batch": [
    ["of one mail", { kind: "refused", reason: "bad address" }, {}, settled([refused], "bad address")],
    ["of more", { kind: "refused", reason: "bad address" }, two, { kind: "split", reason: "bad address" }],
    ["by each mail", answered(refused, refused), two, settled([refused, refused])],
  ],
  "the same after a request of unknown outcome": [
    ["of one mail", { kind: "refused", reason: "bad" }, { doubted: 1 }, again("bad", 2)],
    ["of more", { kind: "refused", reason: "bad" }, doubted, again("bad", 2)],
    ["by each mail", answered(refused, refused), doubted, again("bad address", 2)],
    ["whole, for what all mails share", ofAll, doubted, pause("bad sender", 300, "bad sender")],
    ["for what all mails share", answered(refused, ofAll), doubted, pause("bad sender", 300, "bad sender")],
    [
      "for what all mails share, a second time",
      answered(ofAll, ofAll),
      { ...doubted, refusedFor: "bad sender" },
      again("bad sender", 2),
    ],
    [
      "for another thing that all mails share",
      answered(ofAll, ofAll),
      { ...doubted, refusedFor: "bad account" },
      pause("bad sender", 300, "bad sender"),
    ],
  ],
  "409, a request under this key is under way": [
    ["", { kind: "concurrent", retryAfterMs: null }, two, again("a request is under way", 2)],
    [
      "that says for how long",
      { kind: "concurrent", retryAfterMs: 7_000 },
      two,
      again("a request is under way", 7),
    ],
  ],
  "409, the key is known with another body": [
    [
      "",
      { kind: "key-reused", reason: "said so" },
      doubted,
      { kind: "give-up", reason: "the provider knows the key with other bytes" },
    ],
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
      pause("quota of the day used up", 60),
    ],
    [
      "that says nothing, of a day",
      { kind: "quota", period: "day", retryAfterMs: null },
      two,
      pause("quota of the day used up", 20 * 3_600),
    ],
    [
      "that says nothing, of a month",
      { kind: "quota", period: "month", retryAfterMs: null },
      two,
      pause("quota of the month used up", (11 * 24 + 20) * 3_600),
    ],
  ],
  "401, 403, 404, 451": [
    ["", { kind: "unauthorised", reason: "bad key" }, two, pause("bad key", 300)],
    ["in doubt", { kind: "unauthorised", reason: "bad key" }, doubted, pause("bad key", 300)],
  ],
  "5xx, 408, time limit, reset, no connection": [
    ["", { kind: "unknown", reason: "reset" }, two, again("reset")],
    ["for the third time", { kind: "unknown", reason: "reset" }, { doubted: 2 }, again("reset", 4)],
    ["for the twelfth time", { kind: "unknown", reason: "reset" }, { doubted: 11 }, again("reset", 150)],
  ],
};

function declined(seconds: number): AnswerEffect {
  return { kind: "decline", until: inSeconds(seconds), reason: "rate limit" };
}

const usual: AskedRequest = { mails: 1, doubted: 0, incompleteAnswers: 0, refusedFor: null };

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
    pause("quota of the day used up", 1_800),
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
