import type { Mail } from "../digest/compiled-digest.ts";
import { plainTextOf } from "./read-tags.ts";

/** What a client's list shows of a mail, before it cuts it to its width. */
export type InboxRow = { from: string; subject: string; snippet: string };

/** More than any client shows in a list. */
const mostSnippet = 200;

/**
 * A mail as a list of mails has it: the sender's name, the subject, and the first words that stand in the HTML, shown
 * or hidden. Spaces and joiners that a mail puts behind its preheader keep later words out, as they do in clients.
 */
export function inboxRow({ from, subject, html }: Pick<Mail, "from" | "subject" | "html">): InboxRow {
  const name = from.replace(/\s*<[^<>]*>\s*$/, "").replace(/^"(.*)"$/, "$1");
  return { from: name === "" ? from : name, subject, snippet: snippetOf(html) };
}

function snippetOf(html: string): string {
  const [, body = html] = /<body[^>]*>([\s\S]*)/i.exec(html) ?? [];
  const text = plainTextOf(body).slice(0, mostSnippet);
  return text
    .replaceAll(/\p{Cf}|\u034f/gu, "")
    .replaceAll(/[\s\u00a0]+/gu, " ")
    .trim();
}
