import type { MailTransport } from "../../config/env.ts";
import type { RequestBody } from "./body.ts";

/** One request to the provider; a repetition carries the same mails under the same key. */
export type MailRequest = {
  /** Of 1 to 100 mails. Whoever made it may write over its bytes once the request is answered. */
  body: RequestBody;
  /** 1 to 256 characters, unique to the intended effect. */
  idempotencyKey: string;
};

/** What the provider said, or that nobody knows. */
export type MailAnswer =
  /** One result a mail, in the order of the request. */
  | { kind: "answered"; results: MailResult[] }
  /** Not accepted, and never will be in this form. */
  | ({ kind: "refused" } & Refusal)
  /** The same key came earlier with another body: that body was accepted. */
  | { kind: "key-reused" }
  /** A request with this key is under way. */
  | { kind: "concurrent"; retryAfterMs: number | null }
  /** Too many requests; nothing was accepted. */
  | { kind: "limited"; retryAfterMs: number | null }
  /** A daily or monthly quota is used up; nothing was accepted. */
  | { kind: "quota"; period: "day" | "month"; retryAfterMs: number | null }
  /** The account, its key, the sender or another thing that all mails share is not good; nothing was accepted. */
  | { kind: "unauthorised"; reason: string }
  /** A 200 that does not say of each mail what became of it; `named` is of how many it does. */
  | { kind: "incomplete"; named: number }
  /** It may or may not have been accepted. Null words: something came, and could not be read. */
  | { kind: "unknown"; reason: string | null };

export type MailResult = { kind: "accepted"; id: string } | ({ kind: "refused" } & Refusal);

export type Refusal = {
  /** The provider's own words. */
  reason: string;
  /** The address stands on the provider's own suppression list. */
  isSuppressed?: boolean;
  /** Unless it concerns the mail alone: what all mails share, or nobody knows what. */
  concerns?: "all" | "unknown";
};

/** What the provider's headers said of its limit, and how many more requests it takes now; null when they said nothing. */
export type MailLimits = { requestsPerSecond: number; remaining: number | null } | null;

export type MailReply = { answer: MailAnswer; limits: MailLimits };

export type Mailer = {
  readonly name: MailTransport;
  /** Never throws for what the provider or the network does. */
  send(request: MailRequest): Promise<MailReply>;
};
