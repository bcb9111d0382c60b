import { describe, expect, it } from "vitest";
import {
  isAddressTitle,
  meaningByName,
  meaningOfTitle,
  titleSpeaks,
} from "../../../../src/subscribers/lists/find-meaning.ts";
import { meanings } from "../../../../src/subscribers/lists/meanings.ts";
import { composedMeaning } from "../../../../src/subscribers/lists/title-parts.ts";

/** The meaning of a title; with a question mark where its values may contradict it. */
function meaningOf(title: string): string | null {
  const found = meaningOfTitle(title);
  return found && `${found.meaning}${found.isDoubtful ? "?" : ""}`;
}

describe("a title", () => {
  it("that is in the table means what it says there, in whatever spelling", () => {
    for (const [meaning, { titles }] of Object.entries(meanings)) {
      for (const title of titles) {
        const whole = title.endsWith("*") ? `${title.slice(0, -1)} of 2025` : title;
        expect(meaningOfTitle(whole)?.meaning, whole).toBe(meaning);
        expect(meaningOfTitle(` ${whole.toUpperCase()} `)?.meaning, whole).toBe(meaning);
      }
    }
  });

  it("that is in the table as doubtful leaves it to its values", () => {
    for (const [meaning, rest] of Object.entries(meanings))
      if ("doubtful" in rest) for (const title of rest.doubtful) expect(meaningOf(title)).toBe(`${meaning}?`);
  });

  it.each([
    ["Unsubscribed Time", "left-at"],
    ["Confirmed Opt-Out Date", "left-at"],
    ["HasOptedOutOfMail", "left-at"],
    ["Datum der Sperrung", "suppressed"],
    ["Hard bounce date", "bounced"],
    ["Soft bounce date", "bounces"],
    ["spam_complaint_reason", "complained"],
    ["Email 1 Subscriber Status", "state"],
    ["Zzyzx", null],
    ["Zzyzx unsubscribed", null],
  ])("“%s” means %s", (title, meaning) => {
    expect(meaningOf(title)).toBe(meaning);
  });

  it.each([
    ["member.unsubscribed_at", "left-at"],
    ["zzyzx.unsubscribed_at", "left-at"],
    ["email.deleted_at", "deleted-at"],
    ["zzyzx.tags", "tags"],
    ["zzyzx.first name", "name"],
    ["zzyzx.company", "other"],
    ["subscriber.status", "state"],
    ["zzyzx.status", null],
    ["zzyzx.nothing known", null],
  ])("of a nested property, “%s” means %s", (title, meaning) => {
    expect(meaningOf(title)).toBe(meaning);
  });

  it("may begin as one of the table does", () => {
    expect(meaningOf("Opted out of email: Newsletter")).toBe("opted-out");
  });
});

describe("the title of the addresses", () => {
  it.each([
    ["Email", true],
    ["E-Mail-Adresse", true],
    ["メールアドレス", true],
    ["Unsubscribed", false],
    ["Zzyzx", false],
    ["", false],
    [`email${" ".repeat(95)}`, false],
    [`email${" ".repeat(94)}`, true],
  ])("is “%s”: %s", (title, is) => {
    expect(isAddressTitle(title)).toBe(is);
  });
});

describe("the meaning that an operator names", () => {
  it.each([
    ["opted-out", "opted-out"],
    ["Opted Out", "opted-out"],
    ["email", "address"],
    ["address", "address"],
    ["E-Mail", "address"],
    ["ignore", "other"],
    ["nothing", "other"],
    ["other", "other"],
    ["nonsense", null],
    ["", null],
  ])("by “%s” is %s", (name, meaning) => {
    expect(meaningByName(name)).toBe(meaning);
  });
});

describe("an unknown title", () => {
  it.each([
    ["Reader unsubscribed via", true],
    ["Wann abgemeldet?", true],
    ["이메일 수신 여부", true],
    ["Marketing consent given", true],
    ["Zzyzx doi", true],
    ["Zzyzx doing", false],
    ["Heimatort", false],
    ["Zzyzx", false],
    ["", false],
  ])("“%s” speaks of who wants mail: %s", (title, speaks) => {
    expect(titleSpeaks(title)).toBe(speaks);
  });
});

describe("a title that is put together of known words", () => {
  const composed = (title: string) => {
    const found = composedMeaning(title);
    return found && `${found.meaning}${found.isDoubtful ? "?" : ""}`;
  };

  it.each([
    ["unsubscribed time", "left-at"],
    ["opt out", "left-at"],
    ["opt out date", "left-at"],
    ["date of bounce", "bounced"],
    ["soft bounced", "bounces"],
    ["soft unsubscribed", "left-at"],
    ["soft status", null],
    ["email sms status", null],
    ["email sms consent", null],
    ["opt out sms", "other"],
    ["sms unsubscribed", "other"],
    ["email and sms unsubscribed", "left-at"],
    ["unsubscribe url", "other"],
    ["unsubscribed token", "other"],
    ["unsubscribed id", "left-at"],
    ["subscriber status", "state"],
    ["status date", null],
    ["status source", null],
    ["status reason", "state"],
    ["created on", "other?"],
    ["created by", "other?"],
    ["created", null],
    ["consent", "consent"],
    ["consent date", "consent"],
    ["consent source", "other?"],
    ["phone consent", "other"],
    ["date", null],
    ["soft", null],
    ["zzyzx", null],
    ["unsubscribed zzyzx", null],
    ["", null],
    [" - ", null],
  ])("“%s” means %s", (title, meaning) => {
    expect(composed(title)).toBe(meaning);
  });

  it("is read up to a length that no title has", () => {
    expect(composed(`unsubscribed${" ".repeat(88)}`)).toBe("left-at");
    expect(composed(`unsubscribed${" ".repeat(89)}`)).toBeNull();
    expect(composed("date date date date date date date date date unsubscribed")).toBe("left-at");
    expect(composed("date date date date date date date date date date unsubscribed")).toBeNull();
  });
});
