import { createHash } from "node:crypto";
import type { ArxivPaper } from "./arxiv-invented.ts";

export type AnnounceType = "new" | "cross" | "replace" | "replace-cross" | "absonly";
export type Announcement = { type: AnnounceType; paper: ArxivPaper };

const apiNamespaces =
  'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"';
const feedNamespaces =
  'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"';
export const declaration = "<?xml version='1.0' encoding='UTF-8'?>";

/** The API's Atom answer for a list of ids (https://info.arxiv.org/help/api/user-manual.html). */
export function queryFeed(
  papers: ArxivPaper[],
  query: { idList: string; searchQuery: string; start: number; maxResults: number; total: number; now: Date },
): string {
  const { idList, searchQuery, start, maxResults } = query;
  const title = `arXiv Query: search_query=${searchQuery}&id_list=${idList}&start=${start}&max_results=${maxResults}`;
  const self = `https://arxiv.org/api/query?search_query=${searchQuery}&start=${start}&max_results=${maxResults}&id_list=${idList}`;
  const id = createHash("sha1").update(title).digest("base64").slice(0, 27);
  return `${declaration}
<feed ${apiNamespaces}>
  <id>https://arxiv.org/api/${id}</id>
  <title>${escapeXml(title)}</title>
  <updated>${seconds(query.now)}</updated>
  <link href="${escapeAttribute(self)}" type="application/atom+xml"/>
  <opensearch:itemsPerPage>${maxResults}</opensearch:itemsPerPage>
  <opensearch:totalResults>${query.total}</opensearch:totalResults>
  <opensearch:startIndex>${start}</opensearch:startIndex>
${papers.map(queryEntry).join("")}</feed>
`;
}

/** The feed whose only entry is titled "Error"; it comes with HTTP 400. */
export function errorFeed(fragment: string, message: string, now: Date): string {
  const id = `https://arxiv.org/api/errors#${escapeAttribute(fragment)}`;
  return `${declaration}
<feed ${apiNamespaces}>
  <id>https://arxiv.org/</id>
  <title>arXiv Search Results</title>
  <updated>${seconds(now)}</updated>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>1</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
  <entry>
    <id>${id}</id>
    <title>Error</title>
    <updated>${seconds(now)}</updated>
    <link href="${id}" rel="alternate" type="text/html"/>
    <summary>${escapeXml(message)}</summary>
    <author>
      <name>arXiv api core</name>
    </author>
  </entry>
</feed>
`;
}

/** A day's announcements as `rss.arxiv.org/rss/...` gives them. */
export function rssFeed(categories: string, announcements: Announcement[], now: Date): string {
  const self = `http://rss.arxiv.org/rss/${escapeXml(categories)}`;
  return `${declaration}
<rss ${feedNamespaces} xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" version="2.0">
  <channel>
    <title>${escapeXml(categories)} updates on arXiv.org</title>
    <link>${self}</link>
    <description>${escapeXml(categories)} updates on the arXiv.org e-print archive.</description>
    <atom:link href="${self}" rel="self" type="application/rss+xml"/>
    <docs>http://www.rssboard.org/rss-specification</docs>
    <language>en-us</language>
    <lastBuildDate>${rfc822(now, "04:00:11 +0000")}</lastBuildDate>
    <managingEditor>rss-help@arxiv.org</managingEditor>
    <pubDate>${rfc822(now, "00:00:00 -0400")}</pubDate>
    <skipDays>
      <day>Saturday</day>
      <day>Sunday</day>
    </skipDays>
${announcements.map((announcement) => rssItem(announcement, now)).join("")}  </channel>
</rss>
`;
}

/** A day's announcements as `rss.arxiv.org/atom/...` gives them. */
export function announcementFeed(categories: string, announcements: Announcement[], now: Date): string {
  const self = `http://rss.arxiv.org/atom/${escapeXml(categories)}`;
  const day = now.toISOString().slice(0, 10);
  return `${declaration}
<feed ${feedNamespaces} xmlns="http://www.w3.org/2005/Atom" xml:lang="en-us">
  <id>${self}</id>
  <title>${escapeXml(categories)} updates on arXiv.org</title>
  <updated>${day}T04:00:19.866337+00:00</updated>
  <link href="${self}" rel="self" type="application/atom+xml"/>
  <subtitle>${escapeXml(categories)} updates on the arXiv.org e-print archive.</subtitle>
${announcements.map((announcement) => announcementEntry(announcement, day)).join("")}</feed>
`;
}

function queryEntry(paper: ArxivPaper): string {
  const versioned = versionedId(paper);
  const optional = (name: string, value: string | null | undefined) =>
    value ? `    <arxiv:${name}>${escapeXml(value)}</arxiv:${name}>\n` : "";
  const doiLink = paper.doi
    ? `    <link rel="related" href="https://doi.org/${escapeAttribute(paper.doi)}" title="doi"/>\n`
    : "";
  return `  <entry>
    <id>http://arxiv.org/abs/${versioned}</id>
    <title>${escapeXml(paper.title)}</title>
    <updated>${seconds(new Date(paper.updatedAt ?? paper.publishedAt))}</updated>
    <link href="https://arxiv.org/abs/${versioned}" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/${versioned}" rel="related" type="application/pdf" title="pdf"/>
    <summary>${escapeXml(paper.abstract)}</summary>
${paper.categories.map((term) => `    <category term="${escapeAttribute(term)}" scheme="http://arxiv.org/schemas/atom"/>\n`).join("")}    <published>${seconds(new Date(paper.publishedAt))}</published>
${optional("comment", paper.comment)}    <arxiv:primary_category term="${escapeAttribute(paper.primaryCategory)}"/>
${optional("journal_ref", paper.journalRef)}${paper.authors.map((name) => `    <author>\n      <name>${escapeXml(name)}</name>\n    </author>\n`).join("")}${optional("doi", paper.doi)}${doiLink}  </entry>
`;
}

function rssItem({ type, paper }: Announcement, now: Date): string {
  return `    <item>
      <title>${escapeXml(paper.title)}</title>
      <link>https://arxiv.org/abs/${paper.id}</link>
      <description>${announcementText(type, paper)}</description>
      <guid isPermaLink="false">oai:arXiv.org:${versionedId(paper)}</guid>
${paper.categories.map((term) => `      <category>${escapeXml(term)}</category>\n`).join("")}      <pubDate>${rfc822(now, "00:00:00 -0400")}</pubDate>
      <arxiv:announce_type>${type}</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
      <dc:creator>${escapeXml(authorLine(paper))}</dc:creator>
    </item>
`;
}

function announcementEntry({ type, paper }: Announcement, day: string): string {
  return `  <entry>
    <id>oai:arXiv.org:${versionedId(paper)}</id>
    <title>${escapeXml(paper.title)}</title>
    <updated>${day}T04:00:19.899254+00:00</updated>
    <link href="https://arxiv.org/abs/${paper.id}" rel="alternate" type="text/html"/>
    <summary>${announcementText(type, paper)}</summary>
${paper.categories.map((term) => `    <category term="${escapeAttribute(term)}"/>\n`).join("")}    <published>${day}T00:00:00-04:00</published>
    <arxiv:announce_type>${type}</arxiv:announce_type>
    <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
    <dc:creator>${escapeXml(authorLine(paper))}</dc:creator>
  </entry>
`;
}

/** The vendor puts a space before the line's end. */
const announcementText = (type: AnnounceType, paper: ArxivPaper) =>
  `arXiv:${versionedId(paper)} Announce Type: ${type} \nAbstract: ${escapeXml(paper.abstract)}`;

/** All authors on one line, each with its affiliations in brackets. */
export function authorLine({ authors, affiliations = [] }: ArxivPaper): string {
  return authors
    .map((name, index) => {
      const where = affiliations[index] ?? [];
      return where.length > 0 ? `${name} (${where.join(", ")})` : name;
    })
    .join(", ");
}

const versionedId = (paper: ArxivPaper) => `${paper.id}v${paper.version ?? 1}`;

/** An instant as arXiv writes it. */
export const seconds = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;

const rfc822 = (date: Date, time: string) => `${date.toUTCString().slice(0, 16)} ${time}`;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

export const escapeXml = (text: string) => text.replace(/[&<>]/g, (char) => entities[char] ?? char);

/** The vendor leaves quotation marks in texts as they are. */
const escapeAttribute = (text: string) => escapeXml(text).replaceAll('"', "&quot;");
