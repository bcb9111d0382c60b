import { createHash } from "node:crypto";
import { appendFileSync, closeSync, openSync } from "node:fs";
import { addressList, bareAddressOf, type WireMail } from "./resend-validate.ts";

/** What remains of a mail's bodies: SHA-256 of the HTML, a NUL and the text, in hex, and their sizes. */
type BodiesDigest = { sha256: string; htmlBytes: number; textBytes: number };

/** One accepted mail: with its bodies and no digest of them, or the other way round. */
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
  digest: BodiesDigest | null;
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
    const { keep, outDigest } = this.options;
    const digests = keep === "digest" || (outDigest && this.#file !== null) ? mails.map(withoutBodies) : [];
    if (this.#file !== null) {
      const lines = (outDigest ? digests : mails).map((mail) => `${JSON.stringify(mail)}\n`);
      appendFileSync(this.#file, lines.join(""));
    }
    if (keep !== "none") this.mails.push(...(keep === "digest" ? digests : mails));
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
    digest: null,
  };
}

function withoutBodies(mail: AcceptedMail): AcceptedMail {
  const [html, text] = [Buffer.from(mail.html ?? ""), Buffer.from(mail.text ?? "")];
  const sha256 = createHash("sha256").update(html).update("\0").update(text).digest("hex");
  return {
    ...mail,
    html: null,
    text: null,
    digest: { sha256, htmlBytes: html.length, textBytes: text.length },
  };
}
