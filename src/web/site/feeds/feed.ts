import { topicLabel } from "../../../papers/topics.ts";

/** What both formats of a feed say. */
export type Feed = {
  /** The language of the words around the papers, such as `en`; the papers are in their own. */
  language: string;
  /** Who made the feed. */
  author: string;
  title: string;
  /** The tagline of its site; null where there is none. */
  subtitle: string | null;
  /** Absolute address of the logo; null where there is none. */
  logoUrl: string | null;
  /** Absolute addresses. */
  homeUrl: string;
  selfUrl: string;
  /** Stays the same for ever (RFC 4151 tag). */
  id: string;
  updatedAt: Date;
  entries: FeedEntry[];
};

export type FeedEntry = {
  id: string;
  url: string;
  title: string;
  authors: string[];
  /** Plain text. */
  summary: string;
  /** What stands in its place for who shows more than text: HTML, everything of others in it escaped. Missing where the text is all. */
  html?: string;
  /** arXiv's codes, such as `cs.CL`. */
  categories: string[];
  /** What it is about elsewhere, the paper's own page first; absolute https addresses. */
  links: FeedLink[];
  publishedAt: Date;
  updatedAt: Date;
};

export type FeedLink = { title: string; url: string; type: "text/html" | "application/pdf" };

export type FeedFormat = {
  /** What the feeds of this format are called, whichever folder they are in. */
  file: string;
  /** What the name of a feed of this format ends in, where it has one of its own. */
  ending: "atom" | "json";
  type: string;
  write: (feed: Feed) => string;
};

export const feedFormats: FeedFormat[] = [
  { file: "feed.xml", ending: "atom", type: "application/atom+xml; charset=utf-8", write: toAtom },
  { file: "feed.json", ending: "json", type: "application/feed+json; charset=utf-8", write: toJsonFeed },
];

/** An Atom feed (RFC 4287). */
function toAtom(feed: Feed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(feed.language)}">`,
    `<title>${xml(feed.title)}</title>`,
    ...(feed.subtitle === null ? [] : [`<subtitle>${xml(feed.subtitle)}</subtitle>`]),
    ...(feed.logoUrl === null ? [] : [`<logo>${xml(feed.logoUrl)}</logo>`]),
    `<id>${xml(feed.id)}</id>`,
    `<link rel="alternate" type="text/html" href="${xml(feed.homeUrl)}"/>`,
    `<link rel="self" type="application/atom+xml" href="${xml(feed.selfUrl)}"/>`,
    `<updated>${feed.updatedAt.toISOString()}</updated>`,
    `<author><name>${xml(feed.author)}</name></author>`,
    ...feed.entries.map(toAtomEntry),
    "</feed>",
    "",
  ].join("\n");
}

function toAtomEntry(entry: FeedEntry): string {
  return [
    "<entry>",
    `<title>${xml(entry.title)}</title>`,
    `<id>${xml(entry.id)}</id>`,
    `<link rel="alternate" type="text/html" href="${xml(entry.url)}"/>`,
    ...entry.links.map(
      ({ title, url, type }) =>
        `<link rel="related" type="${type}" title="${xml(title)}" href="${xml(url)}"/>`,
    ),
    `<published>${entry.publishedAt.toISOString()}</published>`,
    `<updated>${entry.updatedAt.toISOString()}</updated>`,
    ...entry.authors.map((name) => `<author><name>${xml(name)}</name></author>`),
    ...entry.categories.map(toAtomCategory),
    `<summary>${xml(entry.summary)}</summary>`,
    ...(entry.html === undefined ? [] : [`<content type="html">${xml(entry.html)}</content>`]),
    "</entry>",
  ].join("\n");
}

/** Under the name of arXiv's scheme, as its own feeds have it. */
function toAtomCategory(code: string): string {
  return `<category term="${xml(code)}" scheme="http://arxiv.org/schemas/atom" label="${xml(topicLabel(code))}"/>`;
}

/** A JSON feed (https://www.jsonfeed.org/version/1.1/). */
function toJsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: feed.title,
    ...(feed.subtitle === null ? {} : { description: feed.subtitle }),
    ...(feed.logoUrl === null ? {} : { icon: feed.logoUrl }),
    home_page_url: feed.homeUrl,
    feed_url: feed.selfUrl,
    language: feed.language,
    items: feed.entries.map(toJsonItem),
  });
}

/** Its first link is what it is about; others are attached, of which the format wants no more than an address and a type. */
function toJsonItem(entry: FeedEntry) {
  const [about, ...others] = entry.links;
  return {
    id: entry.id,
    url: entry.url,
    ...(about ? { external_url: about.url } : {}),
    title: entry.title,
    content_text: entry.summary,
    ...(entry.html === undefined ? {} : { content_html: entry.html }),
    date_published: entry.publishedAt.toISOString(),
    date_modified: entry.updatedAt.toISOString(),
    authors: entry.authors.map((name) => ({ name })),
    ...(entry.categories.length > 0 ? { tags: entry.categories } : {}),
    ...(others.length > 0
      ? { attachments: others.map(({ title, url, type }) => ({ url, mime_type: type, title })) }
      : {}),
  };
}

/** Escapes for text and attributes, and drops what XML 1.0 cannot hold at all (section 2.2). */
function xml(text: string): string {
  return (
    text
      .replaceAll(/\p{Surrogate}/gu, "\ufffd")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}
