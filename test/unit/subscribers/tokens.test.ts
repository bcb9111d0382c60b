import { describe, expect, it } from "vitest";
import {
  LinkNotValidError,
  makeToken,
  parseToken,
  type TokenClaim,
  type TokenPurpose,
} from "../../../src/subscribers/tokens.ts";

const now = new Date("2026-06-18T04:00:00.000Z");
const inMs = (ms: number) => new Date(now.getTime() + ms);
const secrets = ["a secret of the tests, long enough", "an older secret of the tests"];
const [newer = "", older = ""] = secrets;

const purposes: TokenPurpose[] = [
  "confirm",
  "preferences",
  "unsubscribe",
  "view",
  "undo",
  "mark",
  "feed",
  "address-allow",
  "address-confirm",
  "still-reading",
];

const claim: TokenClaim = {
  subscriberId: "0b9d3c4e-7a51-4c0e-9f6d-2f1f8e8f0a11",
  subject: "daily-2026-06-18",
  expiresAt: inMs(60_000),
};

/** Why a token is refused; that is all that a reader and a log learn of it. */
function refusal(purpose: TokenPurpose, token: string, at = now, known = secrets): string {
  try {
    parseToken(known, purpose, token, at);
  } catch (error) {
    if (error instanceof LinkNotValidError) return error.isExpired ? "expired" : "not valid";
    throw error;
  }
  return "none";
}

describe("a token", () => {
  it.each(purposes)("made to %s gives back what it was made of", (purpose) => {
    expect(parseToken(secrets, purpose, makeToken(secrets, purpose, claim), now)).toEqual(claim);
    const bare = { ...claim, subject: "", expiresAt: null };
    expect(parseToken(secrets, purpose, makeToken(secrets, purpose, bare), now)).toEqual(bare);
  });

  it.each(purposes)("made to %s is refused for everything else", (purpose) => {
    const token = makeToken(secrets, purpose, claim);
    for (const other of purposes)
      expect(refusal(other, token)).toBe(other === purpose ? "none" : "not valid");
  });

  it("goes on working in mails that were sent before", () => {
    const sent: Record<TokenPurpose, string> = {
      confirm: "IyEyd19mwK3yiSPGlp1ndwELnTxOelFMDp9tLx-OjwoRAAAAAA",
      preferences: "CFQUsDpYvKOM6aD_bPtarAILnTxOelFMDp9tLx-OjwoRAAAAAA",
      unsubscribe: "KwY6ICT922Th4RJgy-_vbwMLnTxOelFMDp9tLx-OjwoRAAAAAA",
      view: "3Lo6B80dUYWtgnY8Ed68gAQLnTxOelFMDp9tLx-OjwoRAAAAAA",
      undo: "cyNnj-mEgFu5EAahvNkp2gULnTxOelFMDp9tLx-OjwoRAAAAAA",
      mark: "GoYn5JZAbMCetDgZEwOPYQYLnTxOelFMDp9tLx-OjwoRAAAAAA",
      feed: "K4gi1CJzVPiclucUjsuKmh4LnTxOelFMDp9tLx-OjwoRAAAAAA",
      "address-allow": "BqnoffRJhPz8waLj2SoqaxQLnTxOelFMDp9tLx-OjwoRAAAAAA",
      "address-confirm": "8MYgDPzuOral4KcBAfdzgxULnTxOelFMDp9tLx-OjwoRAAAAAA",
      "still-reading": "ONOV7Nq12ZvTDLCsQ2YsDRYLnTxOelFMDp9tLx-OjwoRAAAAAA",
    };
    const bare = { ...claim, subject: "", expiresAt: null };
    for (const purpose of purposes) expect(parseToken(secrets, purpose, sent[purpose], now)).toEqual(bare);
  });

  it("is the same for the same claim, fit for an address, and short", () => {
    const token = makeToken(secrets, "unsubscribe", { ...claim, subject: "", expiresAt: null });
    expect(makeToken(secrets, "unsubscribe", { ...claim, subject: "", expiresAt: null })).toBe(token);
    expect(token).toMatch(/^[A-Za-z0-9_-]{50}$/);
  });

  it("keeps a subject of any letters", () => {
    const token = makeToken(secrets, "view", { ...claim, subject: "日刊-é" });
    expect(parseToken(secrets, "view", token, now).subject).toBe("日刊-é");
  });

  it("works until its last millisecond, and expires with the second that it names", () => {
    const token = makeToken(secrets, "confirm", { ...claim, expiresAt: inMs(3_000) });
    expect(refusal("confirm", token, inMs(2_999))).toBe("none");
    expect(refusal("confirm", token, inMs(3_000))).toBe("expired");
    expect(refusal("confirm", token, inMs(9_000))).toBe("expired");
    const part = makeToken(secrets, "confirm", { ...claim, expiresAt: inMs(3_999) });
    expect(parseToken(secrets, "confirm", part, now).expiresAt).toEqual(inMs(3_000));
  });

  it("without an end works ever after", () => {
    const token = makeToken(secrets, "unsubscribe", { ...claim, expiresAt: null });
    expect(refusal("unsubscribe", token, new Date("2090-01-01T00:00:00Z"))).toBe("none");
  });

  it("is not told to be expired when it was made up", () => {
    const token = makeToken(secrets, "confirm", { ...claim, expiresAt: inMs(-1) });
    expect(refusal("preferences", token)).toBe("not valid");
    expect(refusal("confirm", token, now, ["another secret"])).toBe("not valid");
  });

  it("is refused with any bit changed", () => {
    const bytes = Buffer.from(makeToken(secrets, "view", claim), "base64url");
    for (let at = 0; at < bytes.length * 8; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at >> 3] = (changed[at >> 3] ?? 0) ^ (1 << (at & 7));
      expect(refusal("view", changed.toString("base64url")), `bit ${at}`).toBe("not valid");
    }
  });

  it("is refused when it is cut off anywhere, or spelt in another way", () => {
    const token = makeToken(secrets, "view", claim);
    for (let length = 0; length < token.length; length += 1)
      expect(refusal("view", token.slice(0, length)), `${length} characters`).toBe("not valid");
    for (const other of [`${token}=`, `${token} `, ` ${token}`, `${token}A`, `${token}.`, "", "=", "%"])
      expect(refusal("view", other), JSON.stringify(other)).toBe("not valid");
    expect(refusal("view", `${token.slice(0, 20)}\n${token.slice(20)}`)).toBe("not valid");
  });
});

describe("secrets", () => {
  it("sign with the first, and read with any", () => {
    const token = makeToken([older], "view", claim);
    expect(refusal("view", token, now, [newer, older])).toBe("none");
    expect(refusal("view", token, now, [newer])).toBe("not valid");
    expect(refusal("view", makeToken([newer, older], "view", claim), now, [newer])).toBe("none");
    expect(refusal("view", token, now, [])).toBe("not valid");
  });

  it("are needed to make a token", () => {
    expect(() => makeToken([], "view", claim)).toThrow("a token needs a secret");
  });
});

describe("the refusal of a link", () => {
  it("tells a reader what to do", () => {
    expect(new LinkNotValidError(true).message).toBe("This link has expired. Ask for a fresh one.");
    expect(new LinkNotValidError(false).message).toBe(
      "This link is not complete. Copy the whole link from the mail.",
    );
  });

  it("is the answer that something is gone", () => {
    expect(new LinkNotValidError(false)).toMatchObject({ code: "link_not_valid", httpStatus: 410 });
  });
});
