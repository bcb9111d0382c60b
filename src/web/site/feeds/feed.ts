/** What both formats of a feed say. */
export type Feed = {
  /** The language of the words around the papers, such as `en`; the papers are in their own. */
  language: string;
  /** Who made the feed. */
  author: string;
  title: string;
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
  tags: string[];
  publishedAt: Date;
  updatedAt: Date;
};

export type FeedFormat = {
  /** What the feeds of this format are called, whichever folder they are in. */
  file: string;
  type: string;
  write: (feed: Feed) => string;
};

export const feedFormats: FeedFormat[] = [
  { file: "feed.xml", type: "application/atom+xml; charset=utf-8", write: toAtom },
  { file: "feed.json", type: "application/feed+json; charset=utf-8", write: toJsonFeed },
];

/** An Atom feed (RFC 4287). */
function toAtom(feed: Feed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(feed.language)}">`,
    `<title>${xml(feed.title)}</title>`,
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
    `<published>${entry.publishedAt.toISOString()}</published>`,
    `<updated>${entry.updatedAt.toISOString()}</updated>`,
    ...entry.authors.map((name) => `<author><name>${xml(name)}</name></author>`),
    ...entry.tags.map((tag) => `<category term="${xml(tag)}"/>`),
    `<summary>${xml(entry.summary)}</summary>`,
    "</entry>",
  ].join("\n");
}

/** A JSON feed (https://www.jsonfeed.org/version/1.1/). */
function toJsonFeed(feed: Feed): string {
  return JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: feed.title,
    home_page_url: feed.homeUrl,
    feed_url: feed.selfUrl,
    language: feed.language,
    items: feed.entries.map((entry) => ({
      id: entry.id,
      url: entry.url,
      title: entry.title,
      content_text: entry.summary,
      date_published: entry.publishedAt.toISOString(),
      date_modified: entry.updatedAt.toISOString(),
      authors: entry.authors.map((name) => ({ name })),
      tags: entry.tags,
    })),
  });
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
