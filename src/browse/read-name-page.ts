import type { Database } from "../db/client.ts";
import { type FoundName, findName } from "./find-name.ts";
import { type BrowsedPaper, listBrowsedPapers } from "./listed-papers.ts";
import { countByMonth, type ListOrder, listNamedIds, type MonthCount } from "./names-store.ts";
import { readList } from "./read-list.ts";
import type { NameKind } from "./tables.ts";

/** A name with the papers of one page of its list. */
export type NamedPapers = {
  kind: "page";
  found: Extract<FoundName, { key: string; name: string }>;
  papers: BrowsedPaper[];
  /** The last two years' months in which it has papers, up to this one. */
  months: MonthCount[];
  /** From 1. */
  page: number;
  /** How many pages there are. */
  pages: number;
};

/** Papers of one page; a name with many has only its first pages. */
const pageSize = 20;
export const mostListed = 1_000;

/** How far back months are counted. */
const monthsShown = 24;

/**
 * Papers that bear a name, with what its page says of it; or where that page is, or what else may have been meant.
 *
 * @param asked as it stands in the address, decoded; hostile.
 * @param page from 1; of a page past the end there are no papers.
 * @throws {ListTooSlowError}
 */
export function readNamePage(
  db: Database,
  {
    kind,
    asked,
    order,
    page,
    now,
  }: { kind: NameKind; asked: string; order: ListOrder; page: number; now: Date },
): Promise<NamedPapers | Exclude<FoundName, { name: string }>> {
  return readList(db, async (tx) => {
    const found = await findName(tx, kind, asked);
    if (found.kind === "moved" || found.kind === "unknown") return found;
    const pages = Math.max(1, Math.ceil(Math.min(found.papers, mostListed) / pageSize));
    const part = { order, limit: pageSize, offset: (page - 1) * pageSize };
    const ids = page > pages ? [] : await listNamedIds(tx, found, part);
    // A source may date a paper into another century: no month is shown that has not begun.
    const shown = { since: monthsBefore(now, monthsShown - 1), until: monthsBefore(now, -1) };
    const months = page === 1 ? await countByMonth(tx, found, shown) : [];
    return { kind: "page", found, papers: await listBrowsedPapers(tx, ids), months, page, pages };
  });
}

const feedPapers = 50;

/**
 * The latest papers that bear a name, for its feed; or where that is, as spellings of an author may become one.
 *
 * @throws {ListTooSlowError}
 */
export function readNameFeed(
  db: Database,
  kind: NameKind,
  asked: string,
): Promise<Pick<NamedPapers, "kind" | "found" | "papers"> | Exclude<FoundName, { name: string }>> {
  return readList(db, async (tx) => {
    const found = await findName(tx, kind, asked);
    if (found.kind === "moved" || found.kind === "unknown") return found;
    const ids = await listNamedIds(tx, found, { order: "date", limit: feedPapers, offset: 0 });
    return { kind: "page", found, papers: await listBrowsedPapers(tx, ids) };
  });
}

/** The beginning (UTC) of the month so many months before. */
function monthsBefore(now: Date, months: number): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1));
}
