import { parseUrl } from "../parse-url.ts";
import { plainTextOf, readTags } from "./read-tags.ts";

/** Where a mail leads: by one address, with the words of its first link and how many links have it. */
export type MailLink = { url: string; words: string; count: number; isKnown: boolean };

const linkPattern = /<a\b[^>]*>([\s\S]*?)<\/a>/gi;

/**
 * The links of a mail, each address once, in the order of the mail.
 *
 * @param knownLinks links and origins that the edition and the site account for.
 */
export function listLinks(html: string, knownLinks: string[]): MailLink[] {
  const isKnown = knownBy(knownLinks);
  const links = new Map<string, MailLink>();
  for (const [link, inner = ""] of html.matchAll(linkPattern)) {
    const url = readTags(link)[0]?.attributes.href ?? "";
    const words = plainTextOf(inner).replaceAll(/\s+/g, " ").trim();
    const before = links.get(url);
    if (before) before.count += 1;
    else links.set(url, { url, words, count: 1, isKnown: isKnown(url) });
  }
  return [...links.values()];
}

/** Whether somebody accounts for a link: as it is, or for its origin. */
export function knownBy(knownLinks: string[]): (link: string) => boolean {
  const exact = new Set(knownLinks);
  const origins = new Set(knownLinks.flatMap((link) => parseUrl(link)?.origin ?? []));
  return (link) => exact.has(link) || origins.has(parseUrl(link)?.origin ?? "");
}
