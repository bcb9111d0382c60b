import { describe, expect, it } from "vitest";
import { createWords, type Layer, wordsIn } from "../../../words/words.ts";

const words = wordsIn("en");

const german: Layer = {
  locale: "de-DE",
  messages: {
    "confirm.lasts": "Der Link gilt {days, plural, one{einen Tag} other{# Tage}}.",
  },
};

describe("a sentence", () => {
  it("is filled, and counts by its language", () => {
    expect(words.say("confirm.subject")).toBe("Confirm your subscription to Paperboy");
    expect(words.say("confirm.lasts", { days: 1 })).toContain("works for a day.");
    expect(words.say("confirm.lasts", { days: 1200 })).toContain("works for 1,200 days.");
  });

  it("is plain text: what fills it is neither escaped nor read as a sentence", () => {
    const brand = "<b>{brand}</b> '{n, plural, other{#}}'";
    expect(wordsIn("en", brand).say("confirm.subject")).toBe(`Confirm your subscription to ${brand}`);
  });
});

describe("a sentence with tags", () => {
  it("takes what fills it as text, whatever it looks like", () => {
    const email = "<b>{email}</b> </b> '{' #";
    const said = words.rich("site.confirm.lede", { email }, { b: (inside) => ({ bold: inside }) });
    expect(said).toEqual(["We'll send the digest of trending papers to ", { bold: [email] }, "."]);
  });
});

describe("another language", () => {
  const other = createWords("de", [german]);

  it("says what it has, with its own numbers, dates and lists", () => {
    expect(other.language).toBe("de");
    expect(other.say("confirm.lasts", { days: 1200 })).toBe("Der Link gilt 1.200 Tage.");
    expect(other.day("2026-06-18", "full")).toBe("Donnerstag, 18. Juni 2026");
    expect(other.list(["a", "b", "c"])).toBe("a, b und c");
  });

  it("falls back to English for what it has not", () => {
    expect(other.say("confirm.subject")).toBe(words.say("confirm.subject"));
  });

  it("can be laid over in part, without code", () => {
    const own = { locale: "de-DE", messages: { "confirm.subject": "{brand}: bitte bestätigen" } };
    const laid = createWords("de", [own, german], "P");
    expect(laid.say("confirm.subject")).toBe("P: bitte bestätigen");
    expect(laid.say("confirm.lasts", { days: 1 })).toBe("Der Link gilt einen Tag.");
    expect(laid.say("confirm.preheader")).toBe(words.say("confirm.preheader"));
  });

  it("is kept in an excerpt as it was said, whatever the catalogue becomes", () => {
    const kept = JSON.parse(JSON.stringify(other.excerpt(["confirm.lasts", "confirm.preheader"])));
    const later = createWords("de", [...kept, { locale: "de-DE", messages: { "confirm.lasts": "anders" } }]);
    expect(later.say("confirm.lasts", { days: 2 })).toBe("Der Link gilt 2 Tage.");
    expect(later.say("confirm.preheader")).toBe(other.say("confirm.preheader"));
    expect(later.list(["a", "b"])).toBe("a und b");
  });
});

describe("what sentences are filled with", () => {
  it("names the same day in every zone", () => {
    expect(words.day("2026-06-18", "full")).toBe("Thursday, 18 June 2026");
    expect(words.day("2026-06-18", "dayAndMonth")).toBe("18 June");
    expect(words.day("2026-06-01", "month")).toBe("June 2026");
  });

  it("names an instant in the zone that is given", () => {
    const at = new Date("2026-06-18T23:30:00Z");
    expect(words.instant(at, "UTC", "long")).toBe("18 June 2026 at 23:30");
    expect(words.instant(at, "Europe/Berlin", "day")).toBe("19 June 2026");
    expect(words.instant(at, "Asia/Kolkata", "time")).toBe("05:00");
  });

  it.each([
    ["2026-06-15", "2026-06-21", "15 – 21 June 2026"],
    ["2026-06-29", "2026-07-05", "29 June – 5 July 2026"],
    ["2025-12-29", "2026-01-04", "29 December 2025 – 4 January 2026"],
  ])("writes %s to %s as a range", (first, last, expected) => {
    expect(words.days(first, last).replaceAll("\u2009", " ")).toBe(expected);
  });

  it("groups and shortens numbers", () => {
    expect([1204, 999].map(words.number)).toEqual(["1,204", "999"]);
    expect([999, 1204, 12_040].map(words.shortNumber)).toEqual(["999", "1.2k", "12k"]);
  });
});
