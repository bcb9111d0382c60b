import { describe, expect, it } from "vitest";
import { linkTo, makeDigestTokens, makeLinkToken, markPath } from "../../../src/subscribers/links.ts";
import { parseToken, type TokenPurpose } from "../../../src/subscribers/tokens.ts";

const now = new Date("2026-06-18T04:00:00.000Z");
const dayMs = 24 * 3_600_000;
const secrets = ["a secret of the tests, long enough"];
const config = { tokens: { secrets } };
const subscriberId = "0b9d3c4e-7a51-4c0e-9f6d-2f1f8e8f0a11";

const lives: [TokenPurpose, number | null][] = [
  ["confirm", 3],
  ["preferences", 400],
  ["unsubscribe", null],
  ["view", null],
  ["undo", 7],
  ["mark", 400],
  ["address-allow", 7],
  ["address-confirm", 7],
];

describe("the token of a link", () => {
  it.each(lives)("to %s works for %s days, or ever after", (purpose, days) => {
    const token = makeLinkToken(config, purpose, { subscriberId, now });
    expect(parseToken(secrets, purpose, token, now)).toEqual({
      subscriberId,
      subject: "",
      expiresAt: days === null ? null : new Date(now.getTime() + days * dayMs),
    });
  });

  it("names the edition that it shows", () => {
    const token = makeLinkToken(config, "view", { subscriberId, now, subject: "daily-2026-06-18" });
    expect(parseToken(secrets, "view", token, now).subject).toBe("daily-2026-06-18");
  });
});

describe("the tokens of a digest", () => {
  it("let its reader leave, choose, mark and view, and only the last one names the edition", () => {
    const tokens = makeDigestTokens(config, { subscriberId, now, editionId: "daily-2026-06-18" });
    const read = (purpose: keyof typeof tokens) => parseToken(secrets, purpose, tokens[purpose], now);
    expect(read("unsubscribe")).toEqual({ subscriberId, subject: "", expiresAt: null });
    expect(read("preferences")).toMatchObject({ subscriberId, subject: "" });
    expect(read("mark")).toMatchObject({ subscriberId, subject: "" });
    expect(read("view")).toEqual({ subscriberId, subject: "daily-2026-06-18", expiresAt: null });
  });
});

describe("a link", () => {
  const site = {
    publicUrl: "https://papers.example.org",
    port: 3000,
    host: null,
    trustedProxies: 0,
    opsPassword: null,
    showsPictures: false,
    embedOrigins: [],
  };

  it.each([
    ["confirm", "https://papers.example.org/confirm?token=abc"],
    ["preferences", "https://papers.example.org/preferences?token=abc"],
    ["unsubscribe", "https://papers.example.org/unsubscribe?token=abc"],
    ["view", "https://papers.example.org/view?token=abc"],
    ["undo", "https://papers.example.org/undo?token=abc"],
  ] as const)("to %s leads to its page", (purpose, link) => {
    expect(linkTo({ site }, purpose, "abc")).toBe(link);
  });

  it.each([
    ["2605.19577", "/m/2605.19577?t="],
    ["math/0211159", "/m/math/0211159?t="],
  ])("that marks %s names the paper in its path", (id, path) => {
    expect(markPath(id)).toBe(path);
  });
});
