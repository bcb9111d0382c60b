import type { Context } from "../context.ts";
import { slotsWithLinks } from "../delivery/draft-mail.ts";
import { assembleDigest } from "../digest/assemble.ts";
import { escapeHtml } from "../digest/escape-html.ts";
import type { Mail } from "../digest/model.ts";
import { choosePapers } from "../editions/choose-papers.ts";
import type { Cadence, Edition, ReaderCadence } from "../editions/model.ts";
import { latestEdition } from "../editions/store.ts";
import type { Subscriber } from "../subscribers/store.ts";

const editionCadence: Record<ReaderCadence, Cadence> = {
  daily: "daily",
  weekdays: "daily",
  weekly: "weekly",
  monthly: "monthly",
};

/**
 * The HTML of a reader's digest as it would be now, or a sentence in its place.
 *
 * @param problems why the choice cannot be saved; fixed words of this code.
 */
export async function previewDigest(
  ctx: Context,
  subscriber: Subscriber,
  problems: string[] = [],
): Promise<string> {
  if (problems.length > 0) return sentence(`This choice cannot be saved: ${problems.join("; ")}.`);
  const edition =
    (await latestEdition(ctx.db, editionCadence[subscriber.cadence])) ??
    (await latestEdition(ctx.db, "daily"));
  if (!edition) return sentence("No edition has been published yet.");
  const mail = await digestFor(ctx, edition, subscriber);
  return mail
    ? withLinksOutside(mail.html)
    : sentence("No paper of the latest edition matches this choice, so no digest would come.");
}

/** The mail of an edition for a subscriber's preferences of now, or null when nothing is left for them. */
export async function digestFor(
  ctx: Context,
  edition: Edition,
  subscriber: Subscriber,
): Promise<Mail | null> {
  const chosen = choosePapers(edition, subscriber);
  if (chosen.kind === "none") return null;
  const { templates } = await ctx.editions.get(edition.id);
  const { choice } = chosen;
  return assembleDigest(templates[choice.detail], slotsWithLinks(ctx, subscriber, edition.id, choice));
}

/** Links of a mail in a frame open beside it: the sites that they lead to refuse to be framed. */
export function withLinksOutside(html: string): string {
  return html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`);
}

function sentence(text: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Preview</title><style>body{font:16px/1.5 system-ui,sans-serif;padding:2rem}</style></head><body><p>${escapeHtml(text)}</p></body></html>`;
}
