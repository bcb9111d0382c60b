import { parseAddress } from "../../subscribers/address.ts";
import { bareAddress } from "../feedback/recipient.ts";
import type { ReceivedMail } from "../mailers/find-received-mail.ts";

/** What a mail that came in asks for. */
export type Wish =
  /** Tokens that it holds, the likeliest first; one that is valid names who leaves. */
  | { kind: "leave"; tokens: string[] }
  /** No token: whoever it says it is from is asked. Anybody can write any sender. */
  | { kind: "ask"; address: string }
  | { kind: "ignore"; reason: string };

/** What of a mail's text is read at the most. */
const readCharacters = 50_000;
const mostTokens = 5;

/**
 * Reads a mail to one of our addresses.
 *
 * @param ours the addresses at which wishes to leave may arrive; only one of them in `to` counts.
 */
export function readWish(mail: ReceivedMail, ours: string[]): Wish {
  if (!mail.to.some((to) => isOneOf(to, ours))) return ignore("it is to no address of ours");
  if (isOneOf(mail.from, ours)) return ignore("it is from ourselves");
  if (isAutomatic(mail)) return ignore("it is an automatic answer");
  const tokens = tokensIn(mail);
  if (tokens.length > 0) return { kind: "leave", tokens };
  const sender = parseAddress(bareAddress(mail.from));
  return sender.kind === "address"
    ? { kind: "ask", address: sender.address.email }
    : ignore("it names no sender");
}

function ignore(reason: string): Wish {
  return { kind: "ignore", reason };
}

/**
 * Whether a program wrote it, to which nobody should answer (RFC 3834, section 2; RFC 3464 for reports): an
 * out-of-office note, a bounce, a list's mail.
 */
export function isAutomatic({ headers, from }: Pick<ReceivedMail, "headers" | "from">): boolean {
  const said = (name: string) => headers[name]?.trim().toLowerCase();
  const autoSubmitted = said("auto-submitted")?.replace(/[\s;(].*$/s, "");
  const returnPath = said("return-path");
  return (
    (autoSubmitted !== undefined && autoSubmitted !== "no") ||
    /^(bulk|junk|list|auto[_-]reply)\b/.test(said("precedence") ?? "") ||
    ["x-autoreply", "x-autorespond", "x-auto-response-suppress", "list-id", "x-failed-recipients"].some(
      (name) => said(name) !== undefined && said(name) !== "no",
    ) ||
    (returnPath !== undefined && returnPath.replaceAll(/[<>\s]/g, "") === "") ||
    /^multipart\/report\b/.test(said("content-type") ?? "") ||
    /^(mailer-daemon|postmaster)(@|$)/i.test(bareAddress(from).trim())
  );
}

/** A token is 37 bytes in base64url, and 50 characters. */
const tokenForm = "[A-Za-z0-9_-]{50}(?![A-Za-z0-9_-])";
const anyToken = new RegExp(`(?<![A-Za-z0-9_-])${tokenForm}`, "g");
const saidToken = new RegExp(`^\\s*(?:unsubscribe\\s+)?(${tokenForm})\\s*$`, "gim");
const leavingSubject = /^\s*(re:\s*)*(unsubscribe|remove|stop|leave|signoff)\b/i;

/**
 * Tokens in the subject, behind a plus in the address, and in the lines that the writer wrote. A reply that
 * quotes a digest quotes its link to leave, too: a link counts only when the subject says that they leave.
 */
function tokensIn({ subject, to, text, html }: ReceivedMail): string[] {
  const inPlus = to.flatMap((one) => /\+([^@+]*)@/.exec(one)?.[1]?.match(anyToken) ?? []);
  const own = ownLines(text ?? plainText(html ?? ""));
  const inBody = leavingSubject.test(subject)
    ? (own.match(anyToken) ?? [])
    : [...own.matchAll(saidToken)].flatMap(([, token]) => token ?? []);
  const inSubject = subject.slice(0, 1_000).match(anyToken) ?? [];
  return [...new Set([...inSubject, ...inPlus, ...inBody])].slice(0, mostTokens);
}

/** Without the lines that quote another mail. */
function ownLines(text: string): string {
  return text
    .slice(0, readCharacters)
    .split(/\r\n|\r|\n/)
    .filter((line) => !line.trimStart().startsWith(">"))
    .join("\n");
}

function plainText(html: string): string {
  const [own = ""] = html.slice(0, readCharacters).split(/<blockquote/i);
  return own.replaceAll(/<[^<>]*>/g, "\n");
}

/** Whether two addresses are one, whatever stands behind a plus in the first. */
function isOneOf(text: string, ours: string[]): boolean {
  const address = bareAddress(text);
  const spellings = [address, address.replace(/\+[^@]*@/, "@")].flatMap(keyOf);
  return ours.flatMap(keyOf).some((key) => spellings.includes(key));
}

function keyOf(text: string): string[] {
  const parsed = parseAddress(text);
  return parsed.kind === "address" ? [parsed.address.emailKey] : [];
}
