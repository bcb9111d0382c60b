import { encodeWord } from "nodemailer/lib/mime-funcs";
import MimeNode from "nodemailer/lib/mime-node";
import { bareAddress, domainOf } from "../addresses/bare-address.ts";
import type { Mail } from "./compiled-digest.ts";
import { headerValue } from "./digest-headers.ts";

/**
 * A mail as a file that mail clients open (RFC 5322, RFC 2046): text and HTML as alternatives, words that are
 * not ASCII encoded in headers (RFC 2047). The provider writes its own from the same mail.
 *
 * @param id names the mail: its Message-ID and the boundary between its parts are made from it.
 */
export async function toEml(
  mail: Omit<Mail, "tags">,
  { id, date }: { id: string; date: Date },
): Promise<Buffer> {
  const name = id.replace(/[^A-Za-z0-9.-]/g, "-").slice(0, 60);
  const domain = domainOf(mail.from);
  const headers: [name: string, value: string | Mailbox][] = [
    ["From", mailboxIn(mail.from)],
    ["To", mailboxIn(mail.to)],
    ...(mail.replyTo === null ? [] : [["Reply-To", mailboxIn(mail.replyTo)] satisfies [string, Mailbox]]),
    ["Subject", subjectIn(headerValue(mail.subject))],
    ["Date", date.toUTCString().replace("GMT", "+0000")],
    ["Message-ID", `<${name}@${domain}>`],
    ...Object.entries(mail.headers).map(([key, value]): [string, string] => [key, headerValue(value)]),
    ["MIME-Version", "1.0"],
    ["Content-Type", "multipart/alternative"],
  ];
  const spelled = new Map(headers.map(([key]) => [key.toLowerCase(), key]));
  const settings = {
    textEncoding: "base64",
    normalizeHeaderKey: (key: string) => spelled.get(key.toLowerCase()) ?? key,
  };
  const message = new MimeNode(undefined, { ...settings, baseBoundary: name });
  for (const [key, value] of headers) message.setHeader(key, value);
  for (const [type, body] of [
    ["text/plain", mail.text],
    ["text/html", mail.html],
  ] as const) {
    const part = message.createChild(`${type}; charset=utf-8`);
    part.setHeader("Content-Transfer-Encoding", "base64").setContent(body);
  }
  return message.build();
}

/** A subject that looks like an encoded word, which clients would decode, is encoded itself. */
function subjectIn(text: string): string {
  return text.includes("=?") ? encodeWord(text, "B", longestWord) : text;
}

/** As the message builder encodes by itself; 75 is the most (RFC 2047, section 2). */
const longestWord = 52;

type Mailbox = { name: string; address: string };

/** In parts, since a name may hold what separates several addresses. */
function mailboxIn(mailbox: string): Mailbox {
  const value = headerValue(mailbox);
  const name = value.replace(/\s*<[^<>]*>$/, "");
  const address = bareAddress(value);
  return { name: name === value ? "" : name.replace(/^"(.*)"$/, "$1"), address };
}
