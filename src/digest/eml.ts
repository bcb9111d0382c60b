import { headerValue, mailAddress } from "./digest-headers.ts";
import type { Mail } from "./model.ts";

/**
 * A mail as a file that mail clients open (RFC 5322, RFC 2046): text and HTML as alternatives, words that are
 * not ASCII encoded in headers (RFC 2047). The provider writes its own from the same mail.
 *
 * @param id names the mail: its Message-ID and the boundary between its parts are made from it.
 */
export function toEml(mail: Omit<Mail, "tags">, { id, date }: { id: string; date: Date }): string {
  const name = id.replace(/[^A-Za-z0-9.-]/g, "-").slice(0, 60);
  const domain = mailAddress(mail.from).split("@").at(-1) ?? "localhost";
  const boundary = `=_${name}`;
  const headers: [string, string][] = [
    ["From", encodeMailbox(mail.from)],
    ["To", encodeMailbox(mail.to)],
    ...(mail.replyTo === null ? [] : [["Reply-To", encodeMailbox(mail.replyTo)] satisfies [string, string]]),
    ["Subject", encodeWords(headerValue(mail.subject))],
    ["Date", date.toUTCString().replace("GMT", "+0000")],
    ["Message-ID", `<${name}@${domain}>`],
    ...Object.entries(mail.headers).map(([key, value]): [string, string] => [key, headerValue(value)]),
    ["MIME-Version", "1.0"],
    ["Content-Type", `multipart/alternative; boundary="${boundary}"`],
  ];
  return [
    ...headers.map(([key, value]) => `${key}: ${value}`),
    "",
    ...part(boundary, "text/plain", mail.text),
    ...part(boundary, "text/html", mail.html),
    `--${boundary}--`,
    "",
  ].join("\r\n");
}

function part(boundary: string, type: string, body: string): string[] {
  const lines =
    Buffer.from(body)
      .toString("base64")
      .match(/.{1,76}/g) ?? [];
  return [
    `--${boundary}`,
    `Content-Type: ${type}; charset=utf-8`,
    "Content-Transfer-Encoding: base64",
    "",
    ...lines,
    "",
  ];
}

/** `Name <address>` with its name encoded where needed. */
function encodeMailbox(mailbox: string): string {
  const value = headerValue(mailbox);
  const name = value.replace(/\s*<[^<>]*>$/, "");
  if (name === value) return value;
  const encoded = encodeWords(name);
  // Inside an encoded word quotes would be shown (RFC 2047, section 5).
  const shown = encoded === name ? name : encodeWords(name.replace(/^"(.*)"$/, "$1"));
  return `${shown} <${mailAddress(value)}>`;
}

/** The text itself when it is printable ASCII, else encoded words of at most 75 characters, folded. */
export function encodeWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes("=?")) return text;
  const words: string[] = [];
  let bytes = "";
  const most = 45;
  for (const character of text) {
    if (Buffer.byteLength(bytes + character) > most) {
      words.push(bytes);
      bytes = "";
    }
    bytes += character;
  }
  words.push(bytes);
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`).join("\r\n ");
}
