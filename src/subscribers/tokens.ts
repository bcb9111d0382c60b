import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "../errors.ts";

/** What a link may do; a token made for one purpose is refused for any other. */
export type TokenPurpose =
  | "confirm"
  | "preferences"
  | "unsubscribe"
  | "view"
  | "undo"
  | "mark"
  | "feed"
  | "address-allow"
  | "address-confirm"
  | "still-reading";

export type TokenClaim = {
  /** UUID. */
  subscriberId: string;
  /** Edition of a `view` link, what was drawn for the address of a `feed`, change of address of the links that answer it, else empty. */
  subject: string;
  /** When the link stops working; null for never. */
  expiresAt: Date | null;
};

/** A link that is cut off, made up, made for something else, or too old. */
export class LinkNotValidError extends AppError {
  readonly code = "link_not_valid";
  override readonly httpStatus = 410;

  constructor(readonly isExpired: boolean) {
    super(
      isExpired
        ? "This link has expired. Ask for a fresh one."
        : "This link is not complete. Copy the whole link from the mail.",
    );
  }
}

const purposeBytes: Record<TokenPurpose, number> = {
  confirm: 1,
  preferences: 2,
  unsubscribe: 3,
  view: 4,
  undo: 5,
  mark: 6,
  feed: 30,
  "address-allow": 20,
  "address-confirm": 21,
  "still-reading": 22,
};
const headBytes = 1 + 16 + 4;
const macBytes = 16;

/**
 * Makes a signed, URL-safe token (50 characters and more): purpose, subscriber, expiry and subject under
 * HMAC-SHA-256 cut to 128 bits (RFC 2104, section 5). The same input gives the same token.
 *
 * @param secrets at least one; the first signs.
 */
export function makeToken(secrets: string[], purpose: TokenPurpose, claim: TokenClaim): string {
  const [secret] = secrets;
  if (secret === undefined) throw new Error("a token needs a secret");
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(purposeBytes[purpose], 0);
  head.write(claim.subscriberId.replaceAll("-", ""), 1, "hex");
  head.writeUInt32BE(claim.expiresAt ? Math.floor(claim.expiresAt.getTime() / 1000) : 0, 17);
  const body = Buffer.concat([head, Buffer.from(claim.subject)]);
  return Buffer.concat([sign(secret, body), body]).toString("base64url");
}

/**
 * Reads a token made by `makeToken` with any of the secrets.
 *
 * @throws {LinkNotValidError} when it was not made for this purpose by one of the secrets, or has expired.
 */
export function parseToken(secrets: string[], purpose: TokenPurpose, token: string, now: Date): TokenClaim {
  const claim = readSignedToken(secrets, purpose, token);
  if (claim.expiresAt !== null && claim.expiresAt <= now) throw new LinkNotValidError(true);
  return claim;
}

/**
 * As `parseToken`, also of a token that has expired: for what may be told to who had the link, never for what it does.
 *
 * @throws {LinkNotValidError} when it was not made for this purpose by one of the secrets.
 */
export function readSignedToken(secrets: string[], purpose: TokenPurpose, token: string): TokenClaim {
  const bytes = Buffer.from(token, "base64url");
  // A decoder forgives stray characters; a token has exactly one spelling.
  if (bytes.length < macBytes + headBytes || bytes.toString("base64url") !== token)
    throw new LinkNotValidError(false);
  const mac = bytes.subarray(0, macBytes);
  const body = bytes.subarray(macBytes);
  if (!secrets.some((secret) => timingSafeEqual(mac, sign(secret, body)))) throw new LinkNotValidError(false);
  if (body.readUInt8(0) !== purposeBytes[purpose]) throw new LinkNotValidError(false);
  const expirySeconds = body.readUInt32BE(17);
  return {
    subscriberId: toUuid(body.toString("hex", 1, 17)),
    subject: body.toString("utf8", headBytes),
    expiresAt: expirySeconds === 0 ? null : new Date(expirySeconds * 1000),
  };
}

function sign(secret: string, body: Buffer): Buffer {
  return createHmac("sha256", secret).update(body).digest().subarray(0, macBytes);
}

function toUuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
