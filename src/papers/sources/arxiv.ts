import { XMLParser, XMLValidator } from "fast-xml-parser";
import { z } from "zod";
import type { Config } from "../../config/env.ts";
import type { Log } from "../../ops/log.ts";
import { createPoliteFetch, type FetchLimits, SourceUnavailableError } from "./http.ts";
import { cleanAbstract, cleanArxivId, cleanNames, cleanShort, cleanTitle } from "./paper-text.ts";
import { firstOfEach, itemName, reasonOf } from "./rejection.ts";
import type { ArxivSource, RejectedItem, SourcePaper } from "./source.ts";

const idsPerRequest = 50;
/** What arXiv adds is asked for again every hour: an ingest is not held up by an arXiv that is slow or gone. */
const usualLimits = { timeoutMs: 15_000, retries: 2, patienceMs: 10_000 };

const xmlTypes = "application/atom+xml, application/rss+xml, application/xml, text/xml";

/**
 * arXiv: what it knows of given ids (`/api/query?id_list=`) and the announcements of the configured categories
 * (`/rss/cs.CL+cs.CV`). One connection and three seconds between requests, as its terms of use ask
 * (https://info.arxiv.org/help/api/tou.html).
 */
export function createArxivSource(
  config: Config["sources"],
  log: Log,
  limits: Partial<FetchLimits> = {},
): ArxivSource {
  const politeFetch = createPoliteFetch({
    contact: config.contact,
    log,
    spacingMs: config.arxivSpacingMs,
    ...usualLimits,
    ...limits,
  });
  return {
    name: "arxiv",
    async collectDay(day) {
      if (config.arxivCategories.length === 0) {
        return { kind: "listed", papers: [], rejected: [], validators: null };
      }
      const url = `${config.arxivFeedUrl}/rss/${config.arxivCategories.join("+")}`;
      // Never conditional: the feed shows one day alone, and "unchanged" would be said of that day, not of this.
      const answer = await politeFetch({ url, accept: xmlTypes });
      if (answer.kind === "unchanged") return { kind: "unchanged" };
      const { host } = new URL(url);
      if (answer.status !== 200) throw new SourceUnavailableError(refusal(host, answer.status, answer.text));
      return { kind: "listed", ...readAnnouncements(answer.text, host, day), validators: null };
    },
    async lookUp(ids) {
      const rejected: RejectedItem[] = [];
      const wellFormed = ids.filter((id, index) => {
        if (cleanArxivId(id) !== null) return true;
        rejected.push({ source: "arxiv", id: itemName(id, index), reason: malformedId, payload: { id } });
        return false;
      });
      const papers: SourcePaper[] = [];
      for (let start = 0; start < wellFormed.length; start += idsPerRequest) {
        const chunk = wellFormed.slice(start, start + idsPerRequest);
        const url = `${config.arxivUrl}/api/query?id_list=${chunk.join(",")}&max_results=${chunk.length}`;
        const answer = await politeFetch({ url, accept: xmlTypes });
        const { host } = new URL(url);
        if (answer.kind === "unchanged") continue;
        if (answer.status !== 200)
          throw new SourceUnavailableError(refusal(host, answer.status, answer.text));
        const read = readQueryFeed(answer.text, host);
        papers.push(...read.papers.filter((paper) => chunk.includes(paper.id)));
        rejected.push(...read.rejected);
      }
      return { papers, rejected };
    },
  };
}

/** Reads the Atom answer of `/api/query`. @throws {SourceUnavailableError} when it is no such feed. */
export function readQueryFeed(
  xml: string,
  host: string,
): { papers: SourcePaper[]; rejected: RejectedItem[] } {
  const { feed } = parseXml(xml, host);
  if (feed === undefined) throw new SourceUnavailableError(`${host} answered without a feed.`);
  const entries = listOf(record(feed).entry);
  const papers: SourcePaper[] = [];
  const rejected: RejectedItem[] = [];
  entries.forEach((entry, index) => {
    const parsed = entrySchema.safeParse(entry);
    if (parsed.success) papers.push(parsed.data);
    else rejected.push(reject(entry, index, reasonOf(parsed.error)));
  });
  return { papers: firstOfEach(papers), rejected };
}

/**
 * Reads the day's announcements from RSS 2.0: new papers and those cross-listed, without replacements, which
 * are old papers. A feed that shows another day gives none.
 *
 * @throws {SourceUnavailableError} when it is no such feed.
 */
export function readAnnouncements(
  xml: string,
  host: string,
  day: string,
): { papers: SourcePaper[]; rejected: RejectedItem[] } {
  const { rss } = parseXml(xml, host);
  if (rss === undefined) throw new SourceUnavailableError(`${host} answered without a feed.`);
  const items = listOf(record(record(rss).channel).item);
  const papers: SourcePaper[] = [];
  const rejected: RejectedItem[] = [];
  items.forEach((item, index) => {
    if (String(record(item)["arxiv:announce_type"] ?? "").startsWith("replace")) return;
    const parsed = announcementSchema.safeParse(item);
    if (!parsed.success) rejected.push(reject(item, index, reasonOf(parsed.error)));
    else if (parsed.data.publishedAt.toISOString().startsWith(day)) papers.push(parsed.data);
  });
  return { papers: firstOfEach(papers), rejected };
}

const malformedId = "the identifier is not one of arXiv's";

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  htmlEntities: true,
});

function parseXml(xml: string, host: string): Record<string, unknown> {
  if (XMLValidator.validate(xml) !== true) {
    throw new SourceUnavailableError(`${host} answered with something that is not XML.`);
  }
  return record(parser.parse(xml));
}

/** An error comes as HTTP 400 with an entry titled "Error" whose summary says what was wrong. */
function refusal(host: string, status: number, text: string): string {
  const [, summary] = /<summary[^>]{0,100}>([^<]{1,200})</.exec(text) ?? [];
  return summary ? `${host} answered ${status} (${summary.trim()}).` : `${host} answered ${status}.`;
}

const textNode = z
  .union([z.string(), z.object({ "#text": z.string() }).transform((node) => node["#text"])])
  .nullish()
  .catch(null);
const names = (value: unknown) =>
  listOf(value).flatMap((author) => {
    const { name } = record(author);
    return typeof name === "string" ? [name] : [];
  });
const terms = (value: unknown) =>
  listOf(value).flatMap((category) => {
    const term = typeof category === "string" ? category : record(category)["@term"];
    // MSC and ACM classes come among the categories.
    return typeof term === "string" && /^[a-z-]+(\.[A-Za-z-]+)?$/.test(term) ? [term] : [];
  });

const entrySchema = z
  .object({
    id: textNode,
    title: textNode,
    summary: textNode,
    published: textNode,
    author: z.unknown().optional(),
    category: z.unknown().optional(),
    "arxiv:primary_category": z.unknown().optional(),
    "arxiv:comment": textNode,
    "arxiv:doi": textNode,
  })
  .transform((entry, context): SourcePaper => {
    const id = cleanArxivId((entry.id ?? "").replace(/^https?:\/\/arxiv\.org\/abs\//, ""));
    const title = cleanTitle(entry.title ?? "");
    const publishedAt = new Date(entry.published ?? "");
    if (entry.title === "Error") {
      context.addIssue({ code: "custom", message: `is an error: ${entry.summary ?? "no reason given"}` });
    } else if (id === null) {
      context.addIssue({ code: "custom", path: ["id"], message: "is not an arXiv identifier" });
    } else if (title === "") {
      context.addIssue({ code: "custom", path: ["title"], message: "is missing" });
    } else if (Number.isNaN(publishedAt.getTime())) {
      context.addIssue({ code: "custom", path: ["published"], message: "is not a date" });
    } else {
      return {
        ...emptyPaper,
        id,
        title,
        abstract: cleanAbstract(entry.summary ?? ""),
        authors: cleanNames(names(entry.author)),
        primaryCategory: terms(entry["arxiv:primary_category"])[0] ?? terms(entry.category)[0] ?? null,
        categories: terms(entry.category),
        doi: cleanShort(entry["arxiv:doi"]),
        comment: entry["arxiv:comment"] ? cleanAbstract(entry["arxiv:comment"]) || null : null,
        publishedAt,
      };
    }
    return z.NEVER;
  });

const announcementSchema = z
  .object({
    guid: textNode,
    link: textNode,
    title: textNode,
    description: textNode,
    pubDate: textNode,
    category: z.unknown().optional(),
    "dc:creator": textNode,
  })
  .transform((item, context): SourcePaper => {
    const fromLink = (item.link ?? "").replace(/^https?:\/\/arxiv\.org\/abs\//, "");
    const id = cleanArxivId((item.guid ?? "").replace(/^oai:arXiv\.org:/, "")) ?? cleanArxivId(fromLink);
    const title = cleanTitle(item.title ?? "");
    const publishedAt = new Date(item.pubDate ?? "");
    if (id === null)
      context.addIssue({ code: "custom", path: ["guid"], message: "is not an arXiv identifier" });
    else if (title === "") context.addIssue({ code: "custom", path: ["title"], message: "is missing" });
    else if (Number.isNaN(publishedAt.getTime())) {
      context.addIssue({ code: "custom", path: ["pubDate"], message: "is not a date" });
    } else {
      const categories = terms(item.category);
      return {
        ...emptyPaper,
        id,
        title,
        abstract: cleanAbstract((item.description ?? "").replace(/^[\s\S]{0,200}?\nAbstract:\s*/, "")),
        authors: cleanNames((item["dc:creator"] ?? "").split(/,\s+/)),
        primaryCategory: categories[0] ?? null,
        categories,
        publishedAt,
      };
    }
    return z.NEVER;
  });

const emptyPaper = {
  summary: null,
  organization: null,
  keywords: [],
  doi: null,
  comment: null,
  codeUrl: null,
  projectUrl: null,
  discussionUrl: null,
  thumbnailUrl: null,
  signal: null,
} satisfies Partial<SourcePaper>;

function reject(item: unknown, index: number, reason: string): RejectedItem {
  const { id, guid } = record(item);
  const name = typeof id === "string" ? id : typeof guid === "string" ? guid : null;
  return { source: "arxiv", id: itemName(name, index), reason, payload: item };
}

function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null || value === "") return [];
  return Array.isArray(value) ? value : [value];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
