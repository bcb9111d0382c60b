import type { Mail, UnwrittenMail } from "../../digest/compiled-digest.ts";
import { createJsonBytes, type JsonBytes } from "../../digest/json-bytes.ts";

/** A request's body as it goes on the wire. */
export type RequestBody = {
  bytes: Uint8Array;
  /** Hex SHA-256 of the bytes. */
  hash: string;
  /** How many there are in it. */
  mails: number;
};

/**
 * Writes the exact bytes of a request to Resend's `POST /emails/batch`
 * (https://resend.com/docs/api-reference/emails/send-batch-emails). Equal mails give equal bytes.
 *
 * @param out keeps the bytes until it begins anew.
 */
export function writeBody(out: JsonBytes, mails: Iterable<UnwrittenMail>): RequestBody {
  out.begin();
  let count = 0;
  for (const mail of mails) {
    out.raw(count === 0 ? syntax.first : syntax.next);
    writeMail(out, mail);
    out.hash();
    count += 1;
  }
  out.raw(count === 0 ? syntax.none : syntax.end);
  return { ...out.end(), mails: count };
}

/** The body of mails that are made already, in memory of its own. */
export function requestBody(mails: Mail[]): RequestBody {
  return writeBody(createJsonBytes(), mails.map(unwritten));
}

function unwritten(mail: Mail): UnwrittenMail {
  return { ...mail, html: (sink) => sink.value(mail.html), text: (sink) => sink.value(mail.text) };
}

type WireMail = Omit<Mail, "to" | "replyTo"> & { to: string[]; reply_to?: string };

/** The mails of a body, for what needs them as objects. */
export function mailsIn({ bytes }: Pick<RequestBody, "bytes">): Mail[] {
  const wire: WireMail[] = JSON.parse(Buffer.from(bytes).toString());
  return wire.map(({ to: [to = ""], reply_to: replyTo = null, ...mail }) => ({ ...mail, to, replyTo }));
}

const syntax = mapSyntax({
  none: "[]",
  first: '[{"from":"',
  next: ',{"from":"',
  to: '","to":["',
  toEnd: '"]',
  replyTo: ',"reply_to":"',
  quote: '"',
  subject: ',"subject":"',
  html: '","html":"',
  text: '","text":"',
  headers: '","headers":{',
  comma: ",",
  colon: '":"',
  tags: '},"tags":[',
  tag: '{"name":"',
  tagValue: '","value":"',
  tagEnd: '"}',
  mailEnd: "]}",
  end: "]",
});

function mapSyntax<Name extends string>(texts: Record<Name, string>): Record<Name, Uint8Array> {
  const bytes = Object.entries<string>(texts).map(([name, text]) => [name, Buffer.from(text)]);
  return Object.fromEntries(bytes);
}

/** All of a mail behind the name of its first field. */
function writeMail(out: JsonBytes, { from, to, replyTo, subject, html, text, headers, tags }: UnwrittenMail) {
  out.value(from);
  out.raw(syntax.to);
  out.value(to);
  out.raw(syntax.toEnd);
  if (replyTo !== null) {
    out.raw(syntax.replyTo);
    out.value(replyTo);
    out.raw(syntax.quote);
  }
  out.raw(syntax.subject);
  out.value(subject);
  out.raw(syntax.html);
  html(out);
  out.raw(syntax.text);
  text(out);
  out.raw(syntax.headers);
  writeHeaders(out, headers);
  out.raw(syntax.tags);
  for (const [place, { name, value }] of tags.entries()) {
    if (place > 0) out.raw(syntax.comma);
    out.raw(syntax.tag);
    out.value(name);
    out.raw(syntax.tagValue);
    out.value(value);
    out.raw(syntax.tagEnd);
  }
  out.raw(syntax.mailEnd);
}

function writeHeaders(out: JsonBytes, headers: Mail["headers"]): void {
  let isFirst = true;
  for (const name in headers) {
    if (!isFirst) out.raw(syntax.comma);
    isFirst = false;
    out.raw(syntax.quote);
    out.value(name);
    out.raw(syntax.colon);
    out.value(headers[name] ?? "");
    out.raw(syntax.quote);
  }
}
