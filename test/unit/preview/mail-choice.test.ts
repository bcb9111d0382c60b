import { expect, test } from "vitest";
import {
  choiceQuery,
  type MailChoice,
  parseMailChoice,
  usualChoice,
} from "../../../src/preview/mail-choice.ts";

const throughQuery = (choice: MailChoice) => {
  const query = new URLSearchParams(choiceQuery(choice));
  return parseMailChoice((name) => query.get(name));
};

test.each<[string, Partial<MailChoice>]>([
  ["the usual one", {}],
  [
    "a reader's digest",
    { cadence: "weekly", date: "2026-W25", revision: 3, detail: "title", subscriberId: "an id" },
  ],
  ["a typical reader's", { typical: "japan", language: "de", isFresh: true }],
  ["an alert", { mail: "alert", alert: "disk-full" }],
  ["a quiet mail", { mail: "quiet", typical: "keywords" }],
])("the address of a preview means it again: %s", (_, given) => {
  expect(throughQuery({ ...usualChoice, ...given })).toEqual({ ...usualChoice, ...given });
});

test("a quiet mail is that of who meets nothing, unless said", () => {
  expect(parseMailChoice((name) => (name === "mail" ? "quiet" : null)).typical).toBe("unmet");
});

test.each(["0", "-1", "two", "9999999"])("%s is no revision", (text) => {
  expect(() => parseMailChoice((name) => (name === "revision" ? text : null))).toThrow("such as 2");
});

test.each([
  ["mail", "spam"],
  ["cadence", "hourly"],
  ["typical", "nobody"],
  ["alert", "fire"],
  ["templates", "old"],
])("a %s that is none is refused with those that are", (field, word) => {
  expect(() => parseMailChoice((name) => (name === field ? word : null))).toThrow(
    `Choose as ${field} one of`,
  );
});
