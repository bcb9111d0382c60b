import { splitCreators } from "./arxiv-creators.ts";
import { emptyPaper, listOf, record, termsIn, textOf } from "./arxiv-feeds.ts";
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
import { itemName, rejectUnread } from "./rejection.ts";
import { readXmlItems } from "./xml-items.ts";

/** One answer of OAI-PMH to `ListRecords` or `GetRecord`. */
export type OaiPage = {
  papers: SourcePaper[];
  rejected: RejectedItem[];
  /** Where the list goes on, to be given back as it is; null at its end. */
  resumptionToken: string | null;
  /** Such as `noRecordsMatch` or `idDoesNotExist` (OAI-PMH 2.0, section 3.6); null for an answer. */
  errorCode: string | null;
};

/** Of one page, which arXiv ends after some two thousand. */
const mostRecords = 10_000;
const mostTokenLength = 2000;

/**
 * Reads a page of arXiv's OAI-PMH in its formats `arXivRaw` and `arXiv`
 * (https://info.arxiv.org/help/oa/index.html), record by record; those that are marked as deleted say nothing.
 *
 * @throws {SourceUnavailableError} when it is no answer of OAI-PMH.
 */
export async function readOaiPage(xml: string, host: string): Promise<OaiPage> {
  const list = await readXmlItems(xml, paths, mostRecords);
  if (list.kind === "broken") throw new SourceUnavailableError(`${host} answered ${list.reason}.`);
  const page: OaiPage = { papers: [], rejected: [], resumptionToken: null, errorCode: null };
  const breathe = createBreath();
  for (const [index, item] of list.items.entries()) {
    const isRecord = /^<record[\s/>]/.test(item.text);
    if (item.kind === "unread") page.rejected.push(rejectUnread("arxiv", item, index));
    else if (isRecord) takeRecord(page, record(item.value), index);
    else if (item.text.startsWith("<error"))
      page.errorCode = record(item.value)["@code"]?.toString() ?? "error";
    else page.resumptionToken = tokenIn(item.value);
    await breathe();
  }
  return page;
}

const paths = [
  ["OAI-PMH", "ListRecords", "record"],
  ["OAI-PMH", "ListRecords", "resumptionToken"],
  ["OAI-PMH", "GetRecord", "record"],
  ["OAI-PMH", "error"],
];

function tokenIn(value: unknown): string | null {
  const token = textOf(value).trim();
  return token === "" || token.length > mostTokenLength ? null : token;
}

function takeRecord(page: OaiPage, item: Record<string, unknown>, index: number): void {
  const header = record(item.header);
  if (header["@status"] === "deleted") return;
  const metadata = record(item.metadata);
  const isRaw = metadata.arXivRaw !== undefined;
  const paper = readPaper(record(metadata.arXivRaw ?? metadata.arXiv), isRaw);
  if (typeof paper !== "string") {
    page.papers.push(paper);
    return;
  }
  const name = textOf(header.identifier).replace(/^oai:arXiv\.org:/, "");
  page.rejected.push({ source: "arxiv", id: itemName(name, index), reason: paper, payload: item });
}

/** What a record's metadata says, or why that is no paper. */
function readPaper(said: Record<string, unknown>, isRaw: boolean): SourcePaper | string {
  const id = cleanArxivId(textOf(said.id));
  if (id === null) return "id is not an arXiv identifier";
  const title = cleanTitle(textOf(said.title));
  if (title === "") return "title is missing";
  const [first] = listOf(said.version, 1);
  const publishedAt = cleanDate(textOf(isRaw ? record(first).date : said.created));
  if (publishedAt === null) return `${isRaw ? "version.date" : "created"} is not a date`;
  const categories = termsIn(textOf(said.categories).slice(0, mostTokenLength).split(/\s+/));
  return {
    ...emptyPaper,
    id,
    title,
    abstract: cleanAbstract(textOf(said.abstract)),
    authors: cleanNames(isRaw ? splitCreators(textOf(said.authors)) : namesIn(record(said.authors).author)),
    primaryCategory: categories[0] ?? null,
    categories,
    doi: cleanShort(textOf(said.doi)),
    comment: cleanAbstract(textOf(said.comments)) || null,
    publishedAt,
  };
}

function namesIn(authors: unknown): string[] {
  return listOf(authors, mostAuthors).map((author) => {
    const { forenames, keyname, suffix } = record(author);
    return [forenames, keyname, suffix].map(textOf).filter(Boolean).join(" ");
  });
}
