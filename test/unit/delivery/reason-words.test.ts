import { describe, expect, it } from "vitest";
import { batchTroubles, blockReasons, deliveryReasons, eventNotes } from "../../../src/delivery/codes.ts";
import { eventNoteWords } from "../../../src/delivery/event-words.ts";
import { nameRefusal } from "../../../src/delivery/mailers/refusal-key.ts";
import { deliveryReasonWords } from "../../../src/delivery/reason-words.ts";
import { troubleWords } from "../../../src/delivery/trouble-words.ts";
import { noticeReasons } from "../../../src/notices/tables.ts";

const said = "validation_error: Invalid `to` field.";
const sentences: [concept: string, words: string[]][] = [
  ["delivery", deliveryReasons.map((code) => deliveryReasonWords(code, said))],
  ["batch", batchTroubles.map((code) => troubleWords(code, said))],
  ["notice", noticeReasons.map((code) => troubleWords(code, said))],
  ["block of all requests", blockReasons.map((code) => troubleWords(code, said))],
  ["event", eventNotes.map((code) => eventNoteWords(code, said) ?? "")],
];

describe.each(sentences)("each code of a %s", (_concept, words) => {
  it("has a sentence without a full stop, or the words of whoever said it", () => {
    for (const sentence of words) expect(sentence).toMatch(/^[a-z].*[^.]$|^validation_error/);
    const own = words.filter((sentence) => sentence !== said);
    expect(new Set(own).size).toBe(own.length);
  });
});

it("shows the text of a row that has no code yet", () => {
  expect(deliveryReasonWords(null, "an old sentence")).toBe("an old sentence");
  expect(troubleWords(null, "an old sentence")).toBe("an old sentence");
  expect(eventNoteWords(null, "an old sentence")).toBe("an old sentence");
});

it("shows what a code tells, whatever text of before stands beside it", () => {
  expect(deliveryReasonWords("key-expired", "something else")).toBe("the key has expired");
  expect(troubleWords("incomplete", "incomplete", { named: 3, mails: 5 })).toBe(
    "the answer names 3 of 5 mails",
  );
});

it("gives equal words one key and others another", () => {
  expect(nameRefusal(said)).toEqual({ key: nameRefusal(said).key, words: said });
  expect(nameRefusal(said).key).toMatch(/^[0-9a-f]{16}$/);
  expect(nameRefusal("Another thing.").key).not.toBe(nameRefusal(said).key);
});
