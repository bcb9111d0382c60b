import { z } from "zod";
import { splitCreators } from "./arxiv-creators.ts";
import { createBreath } from "./breathe.ts";
import { SourceUnavailableError } from "./http.ts";
import type { RejectedItem, SourcePaper } from "./paper-source.ts";
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
  return readFeed(xml, host, [["feed", "entry"]], (entry) => entrySchema.safeParse(entry));
}

/**
 * Reads the day's announcements from RSS 2.0 or Atom (https://info.arxiv.org/help/rss_specifications.html): new
 * papers and those cross-listed. Replacements and corrections of an abstract alone are old papers and left out.
 * A feed that shows another day gives none.
 *
 * @throws {SourceUnavailableError} when it is no such feed.
 */
export async function readAnnouncements(xml: string, host: string, day: string): Promise<Feed> {
  const { papers, rejected } = await readFeed(xml, host, announcementPaths, (item) =>
    oldPaper.test(announceType(record(item))) ? null : announcementSchema.safeParse(item),
  );
  return {
    papers: papers.filter(({ publishedAt }) => publishedAt.toISOString().startsWith(day)),
    rejected,
  };
}

const announcementPaths = [
  ["rss", "channel", "item"],
  ["feed", "entry"],
];

const newPaper = /^(?:new|cross)$/;
const oldPaper = /^(?:replace|abs|jref|withdraw)/;

/** How a paper is announced, in lower case: by its tag, else by the first line of its text; empty when nothing says. */
function announceType(item: Record<string, unknown>): string {
  const tagged = textOf(item["arxiv:announce_type"]);
  const [, written] =
    /Announce Type:\s{0,9}([\w-]{1,40})/i.exec(
      (textOf(item.description) || textOf(item.summary)).slice(0, 300),
    ) ?? [];
  return (tagged || (written ?? "")).trim().toLowerCase();
}

/** @param read what an item is; null for one that is left out. */
async function readFeed(
  xml: string,
  host: string,
  paths: string[][],
  read: (item: unknown) => z.ZodSafeParseResult<SourcePaper> | null,
): Promise<Feed> {
  const list = await readXmlItems(xml, paths, mostItems);
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
/** Categories as texts or as elements with a `term`, without the MSC and ACM classes that come among them. */
export function termsIn(value: unknown): string[] {
  return listOf(value, mostCategories).flatMap((category) => {
    const term = typeof category === "string" ? category : record(category)["@term"];
    return typeof term === "string" && /^[a-z-]{1,20}(\.[A-Za-z-]{1,20})?$/.test(term) ? [term] : [];
  });
}

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
        primaryCategory: termsIn(entry["arxiv:primary_category"])[0] ?? termsIn(entry.category)[0] ?? null,
        categories: termsIn(entry.category),
        doi: cleanShort(entry["arxiv:doi"]),
        comment: entry["arxiv:comment"] ? cleanAbstract(entry["arxiv:comment"]) || null : null,
        publishedAt,
      };
    }
    return z.NEVER;
  });

/** An item of either form: RSS says `guid`, `description` and `pubDate` where Atom says `id`, `summary` and `published`. */
const announcementSchema = z.record(z.string(), z.unknown()).transform((item, context): SourcePaper => {
  const isAtom = item.guid === undefined && item.pubDate === undefined;
  const [nameField, textField, dateField] = isAtom
    ? ["id", "summary", "published"]
    : ["guid", "description", "pubDate"];
  const id = announcedId(textOf(item[nameField]), item.link);
  const title = cleanTitle(textOf(item.title));
  const publishedAt = cleanDate(textOf(item[dateField]));
  const type = announceType(item);
  const refuse = (field: string, message: string) => {
    context.addIssue({ code: "custom", path: [field], message });
    return z.NEVER;
  };
  if (id === null) return refuse(nameField, "is not an arXiv identifier");
  if (type !== "" && !newPaper.test(type)) return refuse("arxiv:announce_type", "is not known");
  if (title === "") return refuse("title", "is missing");
  if (publishedAt === null) return refuse(dateField, "is not a date");
  const categories = termsIn(item.category);
  return {
    ...emptyPaper,
    id,
    title,
    abstract: cleanAbstract(textOf(item[textField]).replace(/^[\s\S]{0,200}?\nAbstract:\s*/, "")),
    authors: cleanNames(announcedAuthors(item)),
    primaryCategory: categories[0] ?? null,
    categories,
    publishedAt,
  };
});

function announcedAuthors(item: Record<string, unknown>): string[] {
  const creators = listOf(item["dc:creator"], mostAuthors).map(textOf).join(", ");
  return creators === "" ? names(item.author) : splitCreators(creators);
}

function announcedId(name: string, link: unknown): string | null {
  const links = listOf(link, 10).map((one) => textOf(one) || textOf(record(one)["@href"]));
  return (
    [
      name.replace(/^oai:arXiv\.org:/, ""),
      ...links.map((one) => one.replace(/^https?:\/\/arxiv\.org\/abs\//, "")),
    ]
      .map(cleanArxivId)
      .find((id) => id !== null) ?? null
  );
}

/** What arXiv does not say of a paper. */
export const emptyPaper = {
  summary: null,
  organization: null,
  keywords: [],
  doi: null,
  comment: null,
  codeUrl: null,
  projectUrl: null,
  discussionUrl: null,
  thumbnailUrl: null,
  discussion: null,
  signal: null,
} satisfies Partial<SourcePaper>;

function reject(item: unknown, index: number, reason: string): RejectedItem {
  const { id, guid } = record(item);
  return { source: "arxiv", id: itemName(textOf(id) || textOf(guid), index), reason, payload: item };
}

/** The text of an element, with attributes or without; empty when it is none. */
export function textOf(value: unknown): string {
  const text = typeof value === "string" ? value : record(value)["#text"];
  return typeof text === "string" ? text : "";
}

/** The elements of a name: none, the one, or the first of several. */
export function listOf(value: unknown, most: number): unknown[] {
  if (value === undefined || value === null || value === "") return [];
  return Array.isArray(value) ? value.slice(0, most) : [value];
}

/** An element as a record; empty when it is a text or missing. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
