import { z } from "zod";
import { createBreath } from "./breathe.ts";
import { SourceUnavailableError } from "./http.ts";
import type { RejectedItem, SourcePaper } from "./model.ts";
import {
  cleanAbstract,
  cleanArxivId,
  cleanDate,
  cleanNames,
  cleanShort,
  cleanTitle,
  mostAuthors,
} from "./paper-text.ts";
import { firstOfEach, firstProblem, itemName, rejectRest, rejectUnread } from "./rejection.ts";
import { readXmlItems } from "./xml-items.ts";

/** Of one feed; the busiest day of all categories together has some 2,000. */
const mostItems = 5000;

type Feed = { papers: SourcePaper[]; rejected: RejectedItem[] };

/** Reads the Atom answer of `/api/query`. @throws {SourceUnavailableError} when it is no such feed. */
export async function readQueryFeed(xml: string, host: string): Promise<Feed> {
  return readFeed(xml, host, ["feed", "entry"], (entry) => entrySchema.safeParse(entry));
}

/**
 * Reads the day's announcements from RSS 2.0: new papers and those cross-listed, without replacements, which
 * are old papers. A feed that shows another day gives none.
 *
 * @throws {SourceUnavailableError} when it is no such feed.
 */
export async function readAnnouncements(xml: string, host: string, day: string): Promise<Feed> {
  const { papers, rejected } = await readFeed(xml, host, ["rss", "channel", "item"], (item) => {
    if (String(record(item)["arxiv:announce_type"] ?? "").startsWith("replace")) return null;
    return announcementSchema.safeParse(item);
  });
  return {
    papers: papers.filter(({ publishedAt }) => publishedAt.toISOString().startsWith(day)),
    rejected,
  };
}

/** @param read what an item is; null for one that is left out. */
async function readFeed(
  xml: string,
  host: string,
  path: string[],
  read: (item: unknown) => z.ZodSafeParseResult<SourcePaper> | null,
): Promise<Feed> {
  const list = await readXmlItems(xml, path, mostItems);
  if (list.kind === "broken") throw new SourceUnavailableError(`${host} answered ${list.reason}.`);
  const papers: SourcePaper[] = [];
  const rejected = rejectRest("arxiv", mostItems, list.left);
  const breathe = createBreath();
  for (const [index, item] of list.items.entries()) {
    const parsed = item.kind === "read" ? read(item.value) : null;
    if (item.kind === "unread") rejected.push(rejectUnread("arxiv", item, index));
    else if (parsed?.success) papers.push(parsed.data);
    else if (parsed) rejected.push(reject(item.value, index, firstProblem(parsed.error)));
    await breathe();
  }
  return { papers: firstOfEach(papers), rejected };
}

const textNode = z
  .union([z.string(), z.object({ "#text": z.string() }).transform((node) => node["#text"])])
  .nullish()
  .catch(null);
const mostCategories = 50;
const names = (value: unknown) =>
  listOf(value, mostAuthors).flatMap((author) => {
    const { name } = record(author);
    return typeof name === "string" ? [name] : [];
  });
const terms = (value: unknown) =>
  listOf(value, mostCategories).flatMap((category) => {
    const term = typeof category === "string" ? category : record(category)["@term"];
    // MSC and ACM classes come among the categories.
    return typeof term === "string" && /^[a-z-]{1,20}(\.[A-Za-z-]{1,20})?$/.test(term) ? [term] : [];
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
    const publishedAt = cleanDate(entry.published ?? "");
    if (entry.title === "Error") {
      context.addIssue({
        code: "custom",
        message: `is an error: ${entry.summary?.slice(0, 200) ?? "no reason given"}`,
      });
    } else if (id === null) {
      context.addIssue({ code: "custom", path: ["id"], message: "is not an arXiv identifier" });
    } else if (title === "") {
      context.addIssue({ code: "custom", path: ["title"], message: "is missing" });
    } else if (publishedAt === null) {
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
    const publishedAt = cleanDate(item.pubDate ?? "");
    if (id === null)
      context.addIssue({ code: "custom", path: ["guid"], message: "is not an arXiv identifier" });
    else if (title === "") context.addIssue({ code: "custom", path: ["title"], message: "is missing" });
    else if (publishedAt === null) {
      context.addIssue({ code: "custom", path: ["pubDate"], message: "is not a date" });
    } else {
      const categories = terms(item.category);
      return {
        ...emptyPaper,
        id,
        title,
        abstract: cleanAbstract((item.description ?? "").replace(/^[\s\S]{0,200}?\nAbstract:\s*/, "")),
        authors: cleanNames((item["dc:creator"] ?? "").split(/,\s+/, mostAuthors)),
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

function listOf(value: unknown, most: number): unknown[] {
  if (value === undefined || value === null || value === "") return [];
  return Array.isArray(value) ? value.slice(0, most) : [value];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
