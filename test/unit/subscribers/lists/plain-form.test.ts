import { describe, expect, it } from "vitest";
import { plainForm, plainWords } from "../../../../src/subscribers/lists/plain-form.ts";

describe("the plain form of a title or word", () => {
  it.each([
    ["Opted-Out", "optedout"],
    ["OPTED_OUT", "optedout"],
    ["  opted  out ", "optedout"],
    ["optedOut", "optedout"],
    ["already2plain", "already2plain"],
    ["Désabonné", "desabonne"],
    ["Ｗｉｄｅ", "wide"],
    ["Straße", "strasse"],
    ["GRØNN", "gronn"],
    ["Łódź", "lodz"],
    ["đ", "d"],
    ["Æther", "aether"],
    ["Œuvre", "oeuvre"],
    ["ısı", "isi"],
    ["Ðað", "dad"],
    ["配信 停止", "配信停止"],
    ["7.0", "7"],
    ["7,00", "7"],
    ["17.00", "17"],
    [" 7.0 ", "7"],
    ["7.5", "75"],
    ["7.01", "701"],
    ["a7.0", "a70"],
    ["7.0b", "70b"],
    ["7.", "7"],
    ["", ""],
    [" - ", ""],
    ["...", ""],
  ])("of “%s” is “%s”", (text, plain) => {
    expect(plainForm(text)).toBe(plain);
  });

  it.each([
    ["✓", "yes"],
    ["✔️", "yes"],
    ["☑", "yes"],
    ["✗", "no"],
    ["❌", "no"],
    ["☐", "no"],
    ["★", "★"],
    ["+", "+"],
    ["😀", "😀"],
  ])("of the lone sign %s is %s", (text, plain) => {
    expect(plainForm(text)).toBe(plain);
  });
});

describe("the words of a title", () => {
  it.each([
    ["HasOptedOutOfMail", ["has", "opted", "out", "of", "mail"]],
    ["email1Unsubscribed At (UTC)", ["email1", "unsubscribed", "at", "utc"]],
    ["spam_complaint-reason", ["spam", "complaint", "reason"]],
    ["Date de désabonnement", ["date", "de", "desabonnement"]],
    ["Motif.du.blocage", ["motif", "du", "blocage"]],
    ["UTC", ["utc"]],
    [" - ", []],
    ["", []],
  ])("“%s” are %j", (title, words) => {
    expect(plainWords(title)).toEqual(words);
  });

  it("keep accents that are written apart within their word", () => {
    expect(plainWords("de\u0301sabonne\u0301")).toEqual(["desabonne"]);
  });
});
