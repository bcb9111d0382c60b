import { expect, it } from "vitest";
import { findAuthorAmong, whereToLook } from "../../../src/browse/author-spellings.ts";
import { nameKey } from "../../../src/browse/name-key.ts";

const known = (...names: string[]) => names.map((name) => ({ key: nameKey(name), name, papers: 1 }));
const find = (asked: string, ...names: string[]) => findAuthorAmong(asked, nameKey(asked), known(...names));

it("takes spellings for one author where they can mean no other", () => {
  expect(find("Y. Bengio", "Yoshua Bengio", "Y. Bengio", "Bengio, Yoshua")).toMatchObject({
    key: "yoshua-bengio",
  });
  expect(find("yoshua-k-bengio", "Yoshua K. Bengio", "Yoshua Bengio")).toMatchObject({
    key: "yoshua-k-bengio",
  });
});

it("leaves an initial that may mean two by itself", () => {
  expect(find("s-bengio", "Samy Bengio", "Sofia Bengio", "S. Bengio")).toMatchObject({
    key: "s-bengio",
    spellings: [{ key: "s-bengio" }],
  });
  expect(find("samy-bengio", "Samy Bengio", "Sofia Bengio", "S. Bengio")).toMatchObject({
    spellings: [{ key: "samy-bengio" }],
  });
});

it("offers all who may be meant by a last name, and nobody by an unknown one", () => {
  expect(find("bengio", "Samy Bengio", "Yoshua Bengio")).toMatchObject({
    kind: "several",
    spellings: [{}, {}],
  });
  expect(find("turing", "Samy Bengio")).toEqual({ kind: "several", spellings: [] });
});

it("stays quick among thousands of one name", () => {
  const many = Array.from({ length: 3_000 }, (_, at) => `Y${"abcdefghij"[at % 10]}${at} Wang`);
  const began = performance.now();
  expect(find("y-wang", ...many)).toMatchObject({ kind: "several" });
  expect(performance.now() - began).toBeLessThan(2_000);
});

it("looks where a name's spellings lie", () => {
  expect(whereToLook("LeCun, Yann")).toEqual({ lasts: ["lecun", "lecuen"], initials: ["y"] });
  expect(whereToLook("Jane Mueller").lasts).toEqual(["mueller", "muller"]);
  expect(whereToLook("Jane Muller").lasts).toEqual(["muller", "mueller"]);
  expect(whereToLook("van der Maaten").initials).toBeNull();
});
