import { describe, expect, it } from "vitest";
import { leavingMeanings, type Meaning } from "../../../../src/subscribers/lists/find-meaning.ts";
import {
  hearCell,
  isDate,
  isFlag,
  isNoAnswer,
  isStateWord,
  leavingWord,
  looksLikeDate,
  saysNothing,
  speaksOfLeaving,
} from "../../../../src/subscribers/lists/hear-cell.ts";

/** `yes`, `nothing`, `unsure`, or the reason of a leave. */
function hear(meaning: Meaning, cell: string): string {
  const verdict = hearCell(meaning, cell);
  return verdict.kind === "left" ? verdict.reason : verdict.kind;
}

const leaving = [...leavingMeanings];

describe("a cell of a column of leaving", () => {
  it.each([
    ...[
      "",
      "NULL",
      "\\N",
      "-",
      "N/A",
      "0",
      "0.0",
      "0,00",
      "000",
      "no",
      "FALSE",
      "off",
      "never",
      "none",
      "nein",
    ],
    ...["0000-00-00", "00000000T000000Z", "0000-00-00 00:00:00", "00/00/0000", "1970-01-01T00:00:00Z"],
    ...[
      "0001-01-01T00:00:00Z",
      "30.12.1899",
      "9999-12-31",
      "31.12.9000",
      "-2208988800",
      "-62135596800.0",
      "-62135596800.25",
      " 1970-01-01 ",
      " -2208988800 ",
    ],
    ...["Thu, 01 Jan 1970 00:00:00 GMT", "[]", "{}", "['', '']", "no, no", "いいえ", "✗", "٠", "０"],
  ])("says nothing by %j", (cell) => {
    for (const meaning of leaving) expect(hear(meaning, cell), meaning).toBe("nothing");
  });

  it.each([
    ...["1", "yes", "TRUE", "x", "✓", "ja", "2025-03-01", "1740819600", "45730", "1971-01-01", "8999-12-31"],
    ...[
      "-123456",
      "somebody's decision",
      "since 1970",
      "a-12345678",
      "-12345678x",
      "05",
      "10",
      "0x",
      "0e5",
      "no, yes",
    ],
  ])("says that somebody left by %j", (cell) => {
    expect(hear("left-at", cell)).toBe("left");
    expect(hear("opted-out", cell)).toBe("left");
    expect(hear("deleted-at", cell)).toBe("left");
    expect(hear("suppressed", cell)).toBe("operator");
    expect(hear("bounced", cell)).toBe("bounce");
    expect(hear("complained", cell)).toBe("complaint");
  });

  it.each([
    ["not unsubscribed", "nothing"],
    ["nicht abgemeldet", "nothing"],
    ["not opted out", "nothing"],
    ["never bounced", "nothing"],
    ["not asked", "left"],
    ["unsubscribed not", "left"],
    ["not subscribed", "left"],
    ["unknown", "unsure"],
    ["pending", "unsure"],
    ["En attente", "unsure"],
    ["Contactable", "nothing"],
    ["Subscribed; Active", "nothing"],
    ["Subscribed; zzyzx", "left"],
    ["operator", "left"],
    ["hard bounce", "bounce"],
    ["spam complaint", "complaint"],
    ["blocked", "operator"],
    ["soft", "left"],
  ])("that somebody opted out hears %j as %s", (cell, verdict) => {
    expect(hear("opted-out", cell)).toBe(verdict);
  });

  it.each([
    ["soft", "unsure"],
    ["Mailbox full", "unsure"],
    ["Bounced (mailbox full)", "unsure"],
    ["hard", "bounce"],
    ["not bounced", "nothing"],
    ["unsubscribed", "left"],
  ])("of bouncing hears %j as %s", (cell, verdict) => {
    expect(hear("bounced", cell)).toBe(verdict);
  });

  it.each([
    ["bounce", "bounce"],
    ["complaint", "complaint"],
    ["operator", "operator"],
    ["erased", "left"],
    ["unsubscribed", "left"],
    ["zzyzx", "operator"],
  ])("of suppression hears %j, as our own export writes it, as %s", (cell, verdict) => {
    expect(hear("suppressed", cell)).toBe(verdict);
  });

  it("hears in a list of words the leave that weighs most", () => {
    expect(hear("opted-out", "['USER_SUPPRESSED', 'SPAM_COMPLAINT']")).toBe("complaint");
    expect(hear("opted-out", "unsubscribed | bounced")).toBe("bounce");
    expect(hear("opted-out", "unsubscribed, blocked")).toBe("operator");
  });
});

describe("a cell of a column of states", () => {
  it.each([
    ["active", "yes"],
    ["Subscribed", "yes"],
    ["Active; Subscribed", "yes"],
    ["Active; zzyzx", "unsure"],
    ["Active (confirmed)", "yes"],
    ["Active - confirmed", "yes"],
    ["Active – subscribed", "yes"],
    ['{"unsubscribed":false}', "unsure"],
    ["", "unsure"],
    ["VIP", "unsure"],
    ["pending", "unsure"],
    ["unsubscribed", "left"],
    ["Unsubscribed (by admin)", "left"],
    ["Unsubscribed - by link", "left"],
    ["Unsubscribed – by link", "left"],
    ["Active; Unsubscribed", "left"],
    ["Bounced - hard", "bounce"],
    ["Als Spam markiert", "complaint"],
    ["En lista negra", "operator"],
    ["Unsubscribed on 2 May by the link in a mail", "left"],
    ["Dado de baja por el usuario", "left"],
    ["User unsubscribed", "left"],
    ["Email blocked", "operator"],
    ["not unsubscribed", "unsure"],
    ["Never bounced", "unsure"],
    ["Left voicemail", "unsure"],
    ["Soft bounce (mailbox full)", "unsure"],
    ["Bounced; soft bounce", "unsure"],
    ['{"unsubscribed": false}', "unsure"],
    ['{"unsubscribed": true}', "left"],
    ['{"unsubscribed": 0, "bounced": "no"}', "unsure"],
    ['{"unsubscribed": false, "bounced": true}', "bounce"],
    ["unsubscribed: off", "unsure"],
    ["unsubscribed: none; active", "yes"],
    ["unsubscribed: nobody", "left"],
    ["unsubscribed: 'null'", "unsure"],
  ])("hears %j as %s", (cell, verdict) => {
    expect(hear("state", cell)).toBe(verdict);
  });

  it("knows the kinds of subscribers that get mail only in a column of kinds", () => {
    expect(hear("kind", "premium")).toBe("yes");
    expect(hear("kind", "past due")).toBe("yes");
    expect(hear("kind", "active")).toBe("yes");
    expect(hear("kind", "premium; regular")).toBe("yes");
    expect(hear("kind", "removed")).toBe("left");
    expect(hear("state", "premium")).toBe("unsure");
    expect(hear("state", "past due")).toBe("unsure");
  });
});

describe("a cell of a column of consent", () => {
  it.each([
    ["yes", "yes", "yes"],
    ["1", "yes", "yes"],
    ["✓", "yes", "yes"],
    ["Subscribed", "yes", "yes"],
    ["Email", "yes", "yes"],
    ["Newsletter; SMS", "yes", "yes"],
    ["SMS", "unsure", "unsure"],
    ["SMS; phone", "unsure", "unsure"],
    ["2025-03-01", "yes", "yes"],
    ["1970-01-01", "unsure", "unsure"],
    ["", "unsure", "unsure"],
    ["N/A", "unsure", "unsure"],
    ["\\N", "unsure", "unsure"],
    ["no", "unsure", "left"],
    ["nein", "unsure", "left"],
    ["0", "unsure", "left"],
    ["none", "unsure", "unsure"],
    ["unsubscribed", "left", "left"],
    ["zzyzx", "unsure", "unsure"],
    ["yes; zzyzx", "unsure", "unsure"],
    ["yes; email", "yes", "yes"],
  ])("hears %j as %s, and of who wants it as %s", (cell, consent, wanted) => {
    expect([hear("consent", cell), hear("wanted", cell)]).toEqual([consent, wanted]);
  });
});

describe("a cell of a column of pending or of bounces", () => {
  it.each([
    ["", "nothing"],
    ["0", "nothing"],
    ["no", "nothing"],
    ["3", "unsure"],
    ["yes", "unsure"],
    ["unsubscribed", "left"],
    ["hard bounce", "bounce"],
  ])("hears %j as %s", (cell, verdict) => {
    expect([hear("pending", cell), hear("bounces", cell)]).toEqual([verdict, verdict]);
  });
});

it("a cell of any other column says nothing, whatever stands in it", () => {
  for (const meaning of ["name", "tags", "other", "address", "hour"] as const)
    expect(hear(meaning, "unsubscribed")).toBe("nothing");
});

describe("a leave within a text", () => {
  const heard = (cell: string) => {
    const verdict = leavingWord(cell);
    return verdict?.kind === "left" ? verdict.reason : null;
  };

  it.each([
    ["unsubscribed", "left"],
    ["left", "left"],
    ["somebody unsubscribed today", "left"],
    ["unsubscribed by a link in an old mail", "left"],
    ["he has now unsubscribed", "left"],
    ["somebody of this house unsubscribed", null],
    ["left the house", null],
    ["hard to say", null],
    ["he left", null],
    ["配信停止", "left"],
    ["", null],
  ])("%j means %s", (cell, reason) => {
    expect(heard(cell)).toBe(reason);
  });

  it("is not sought in what is longer than any saying", () => {
    expect(heard(`unsubscribed${" ".repeat(188)}`)).toBe("left");
    expect(heard(`unsubscribed${" ".repeat(189)}`)).toBeNull();
    expect(speaksOfLeaving(`unsubscribed${" ".repeat(188)}`)).toBe(true);
    expect(speaksOfLeaving(`unsubscribed${" ".repeat(189)}`)).toBe(false);
  });

  it.each([
    ["Frau Muster hat sich gestern abgemeldet", true],
    ["somebody of this house unsubscribed", true],
    ["it was not unsubscribed at all", true],
    ["本人希望により配信停止済み", true],
    ["文章", false],
    ["文章 left 文章", false],
    ["he left the house", false],
    ["left", true],
    ["word 7", false],
    ["", false],
  ])("%j speaks of leaving: %s", (text, speaks) => {
    expect(speaksOfLeaving(text)).toBe(speaks);
  });
});

describe("a date", () => {
  it.each([
    ...["2025-03-01", "2025/3/1", "2025.03.01", "2025-03-01T10:00:00Z", "2025-03-01 10:00"],
    ...[
      "03/14/2025",
      "14.03.2025",
      "1-3-25",
      "1 3 2025",
      "14.03.2025 10:00",
      "14.03.2025, 10:00",
      "14.03.2025T10:00",
    ],
    ...["20250301", "20250301T101010", "20250301101010Z", "19990301", "202503011010"],
    ...["45730", "45730.5", "35000,25", "1740819600", "1740819600000", "1740819600000000", "1740819600.123"],
    ...["1.74e12", "1,7408196E+9", "1.74e+012"],
    ...["2025-01", "1999/12", "2025.1", "2025-W07", "2025-w07-3"],
    ...[
      "1-Mar-25",
      "01-Mar.-2025",
      "14 March 2025",
      "14. März 2025",
      "1 de enero de 2025",
      "1 de mayo del 2025",
      "14 de enero de 2025",
      "1 enero de 2025",
      "1 de enero 2025",
      "令和 12年 10月 31日",
      "令和12年12月31日",
      "2025年12月31日",
      "2025年 12月 31日",
    ],
    ...["令和7年3月1日", "H元.3.1", "R7/3/1", "2025年3月1日", "2025년 3월 1일", "2025年3月"],
    ...["March 14, 2025", "Mar. 14 2025", "Fri, 14 Mar 2025", "Friday, March 14, 2025", "Fri 14 Mar. 2025"],
    ...["٢٠٢٥-٠٣-٠١", "۲۰۲۵-۰۳-۰۱", "२०२५-०३-०१", "２０２５-０３-０１", " 2025-03-01 "],
  ])("is %j", (cell) => {
    expect(isDate(cell)).toBe(true);
    expect(looksLikeDate(cell)).toBe(true);
  });

  it.each([
    ...["", "x2025-03-01", "2025-03-01x", "2025-003-01", "12025-03-01", "2025-03", "2025-13x", "3/2025"],
    ...[
      "114.03.2025",
      "14.03.2",
      "14.03.2025x",
      "18990301",
      "120250301",
      "20250301T101",
      "25730",
      "145730",
      "457300",
    ],
    ...[
      "45730.x",
      "2740819600",
      "174081960",
      "17408196000",
      "11740819600",
      "1.7e12x",
      "1.74e12x",
      "x1.74e12",
      "1e12",
      "2.74e12",
      "1.74e13",
    ],
    ...["2025-00", "2025-13", "2125-01", "x2025-01", "2025-011", "2025-W7", "2025-W077", "x2025-W07"],
    ...["1-Ma-25", "x1-Mar-25", "1-Mar-2", "114 March 2025", "14 March 25", "x14 March 2025", "March 2025"],
    ...[
      "令和7",
      "7年3月1日",
      "x2025年3月1日",
      "x令和7年3月1日",
      "March 114, 2025",
      "14",
      "Springfield",
      "2025",
    ],
  ])("is not %j", (cell) => {
    expect(isDate(cell)).toBe(cell === "2025-03");
  });

  it("is no text that is longer than any date", () => {
    expect(isDate(`2025-03-01 ${"x".repeat(69)}`)).toBe(true);
    expect(isDate(`2025-03-01 ${"x".repeat(70)}`)).toBe(false);
    expect(looksLikeDate(`2025-03-01 ${"x".repeat(70)}`)).toBe(false);
    expect(looksLikeDate(`7 of 2025${" ".repeat(71)}`)).toBe(true);
    expect(looksLikeDate(`7 of 2025${" ".repeat(72)}`)).toBe(false);
    expect(saysNothing(`1970-01-01 ${"x".repeat(69)}`)).toBe(true);
    expect(saysNothing(`1970-01-01 ${"x".repeat(70)}`)).toBe(false);
  });

  it.each([
    ["in the year 2025, month 3", true],
    ["7 of 2025", true],
    ["17 of 2025", true],
    ["٧ of ٢٠٢٥", true],
    ["2025", false],
    ["7", false],
    ["12345 and 7", false],
    ["2025 and 123", false],
    ["Weihnachtsmarkt 7 of 2025", false],
    ["in spring", false],
    ["", false],
  ])("may be %j: %s", (cell, may) => {
    expect(looksLikeDate(cell)).toBe(may);
  });
});

describe("a word", () => {
  it.each([
    ["active", true],
    ["pending", true],
    ["premium", true],
    ["unsubscribed", true],
    ["bounced", true],
    ["zzyzx", false],
    ["", false],
  ])("%j stands in columns of state: %s", (word, is) => {
    expect(isStateWord(word)).toBe(is);
  });

  it.each([
    ["yes", true],
    ["N", true],
    ["0", true],
    ["1.0", true],
    ["✓", true],
    ["maybe", false],
    ["", false],
  ])("%j is a plain yes or no: %s", (word, is) => {
    expect(isFlag(word)).toBe(is);
  });

  it.each([
    ["", true],
    [" - ", true],
    ["NULL", true],
    ["N/A", true],
    [" \\N ", true],
    ["N", false],
    ["no", false],
    ["0", false],
  ])("%j is what nobody filled in: %s", (word, is) => {
    expect(isNoAnswer(word)).toBe(is);
  });
});
