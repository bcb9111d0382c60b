import { createHash } from "node:crypto";
import { appendFileSync, closeSync, openSync } from "node:fs";
import { addressList, bareAddressOf, type WireMail } from "./resend-validate.ts";

/** One accepted mail; in the form `digest` both bodies are null and the hash and sizes remain. */
export type AcceptedMail = {
  id: string;
  /** ISO 8601, on the fake's clock. */
  at: string;
  key: string | null;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
  /** SHA-256 of the HTML, a NUL and the text, in hex. */
  sha256: string;
  htmlBytes: number;
  textBytes: number;
};

export type MailboxOptions = {
  /** What stays in memory of each mail. */
  keep: "full" | "digest" | "none";
  /** Every accepted mail is appended here as one line of JSON before its request is answered. */
  outFile: string | null;
  /** Leaves both bodies out of the file. */
  outDigest: boolean;
  /** Name of the tag that, with the recipient, may occur once. */
  editionTag: string;
};

/** What the provider took: kept, written to the file, and counted by edition and recipient. */
export class ResendMailbox {
  readonly mails: AcceptedMail[] = [];
  accepted = 0;
  duplicatePairs = 0;
  #times = new Map<string, number>();
  #file: number | null;

  constructor(private readonly options: MailboxOptions) {
    this.#file = options.outFile === null ? null : openSync(options.outFile, "a");
  }

  accept(mails: AcceptedMail[]): void {
    this.accepted += mails.length;
    for (const mail of mails) this.#countPairs(mail);
    if (this.#file !== null) {
      const shown = this.options.outDigest ? mails.map(withoutBodies) : mails;
      appendFileSync(this.#file, shown.map((mail) => `${JSON.stringify(mail)}\n`).join(""));
    }
    if (this.options.keep === "full") this.mails.push(...mails);
    if (this.options.keep === "digest") this.mails.push(...mails.map(withoutBodies));
  }

  /** Editions and recipients that got more than one mail. */
  duplicates(): { edition: string; recipient: string; times: number }[] {
    return [...this.#times]
      .filter(([, times]) => times > 1)
      .map(([pair, times]) => {
        const [edition = "", recipient = ""] = pair.split("\n");
        return { edition, recipient, times };
      });
  }

  /** Mails to a bare address, whatever its case. */
  mailsTo(address: string): AcceptedMail[] {
    const wanted = address.toLowerCase();
    return this.mails.filter((mail) =>
      mail.to.some((to) => (bareAddressOf(to) ?? to).toLowerCase() === wanted),
    );
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  /** Mails without the tag belong to no edition and may come as often as they like. */
  #countPairs(mail: AcceptedMail): void {
    const edition = mail.tags.find((tag) => tag.name === this.options.editionTag)?.value;
    if (edition === undefined) return;
    for (const recipient of mail.to) {
      const pair = `${edition}\n${(bareAddressOf(recipient) ?? recipient).toLowerCase()}`;
      const times = (this.#times.get(pair) ?? 0) + 1;
      this.#times.set(pair, times);
      if (times === 2) this.duplicatePairs += 1;
    }
  }
}

/** The mail as it is kept and written. */
export function acceptedMail(
  mail: WireMail,
  given: { id: string; at: string; key: string | null },
): AcceptedMail {
  const html = mail.html ?? null;
  const text = mail.text ?? null;
  return {
    ...given,
    from: mail.from,
    to: addressList(mail.to),
    cc: addressList(mail.cc),
    bcc: addressList(mail.bcc),
    replyTo: addressList(mail.reply_to),
    subject: mail.subject,
    html,
    text,
    headers: mail.headers ?? {},
    tags: mail.tags ?? [],
    sha256: createHash("sha256")
      .update(html ?? "")
      .update("\0")
      .update(text ?? "")
      .digest("hex"),
    htmlBytes: Buffer.byteLength(html ?? ""),
    textBytes: Buffer.byteLength(text ?? ""),
  };
}

/** The value of a mail's tag, or null. */
export function tagOf(mail: { tags: { name: string; value: string }[] }, name: string): string | null {
  return mail.tags.find((tag) => tag.name === name)?.value ?? null;
}

const withoutBodies = (mail: AcceptedMail): AcceptedMail => ({ ...mail, html: null, text: null });
