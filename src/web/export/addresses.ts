import { citationFormats, isCitationFormat } from "../site/send-citations.ts";

/** An address of the site as its pages name it: a path below its root, with its query and without what follows a `#`. */
export type SitePlace = { path: string; query: string };

/** A page's file bears this name in a folder of its own, which every static host shows at the folder's address. */
const pageFile = "index.html";

/** What a page shows by another value of one of these is a page of its own; filters and orders are too many. */
const exportedQueries = ["page", "year", "over", "since", "cadence"];

/** Longest name of a file that common file systems take, in bytes. */
const longestName = 200;

/** Pages that are always there and need nobody to answer. */
export const lastingPages = ["/", "/today", "/trending", "/archive", "/privacy"];

/** Pages of the sitemap that are of use only where somebody answers. */
const answeredPages = ["/subscribe", "/embed"];

/** Reads an address as pages write it; null for one that leads elsewhere. */
export function readAddress(href: string): SitePlace | null {
  if (!/^\/(?!\/)/.test(href)) return null;
  const [before = ""] = href.split("#");
  const at = before.indexOf("?");
  const address =
    at < 0 ? { path: before, query: "" } : { path: before.slice(0, at), query: before.slice(at + 1) };
  // As somebody may have written it: the site itself takes the slash off.
  return { ...address, path: address.path.length > 1 ? address.path.replace(/\/+$/, "") || "/" : "/" };
}

export function addressText({ path, query }: SitePlace): string {
  return query === "" ? path : `${path}?${query}`;
}

/**
 * Whether an address is worth a file: what everybody may see without asking for something of their own.
 *
 * @param listed paths that the site's own sitemap names: editions that were let go, papers, names.
 */
export function isExported({ path, query }: SitePlace, listed: ReadonlySet<string>): boolean {
  const pairs = [...new URLSearchParams(query)];
  if (pairs.length > 1 || pairs.some(([name]) => !exportedQueries.includes(name))) return false;
  if (/^\/(?:assets|brand)\/[^/]+$/.test(path) || /^\/pictures\/(?:edition|site)\b/.test(path)) return true;
  if (/^\/feed\.(?:xml|json)$/.test(path) || /^\/feeds\/editions\.(?:atom|json)$/.test(path)) return true;
  if (/^\/editions\/(?:daily|weekly|monthly)$/.test(path)) return true;
  if (answeredPages.includes(path)) return false;
  return lastingPages.includes(path) || listed.has(path) || listed.has(withoutFile(path));
}

/** What a file of a page is about: `/papers/2406.01234` of `/papers/2406.01234.bib`, a name of its feed. */
function withoutFile(path: string): string {
  const [, before = "", ending = ""] = /^(.+)\.([a-z]+)$/.exec(path) ?? [];
  if (isCitationFormat(ending)) return before;
  return path.replace(/\/feed\.(?:xml|json)$/, "");
}

/**
 * The file in which an address is exported, below the folder and with slashes; null when no file can have its name.
 *
 * @param isPage whether it is a page, which gets a folder of its own.
 */
export function fileOf({ path, query }: SitePlace, isPage: boolean): string | null {
  const parts = [...path.split("/").filter((part) => part !== ""), ...queryParts(query, isPage)].map(decoded);
  const at = parts.length - 1;
  // A file's query stands in its name: `feed-cadence-weekly.xml`.
  if (!isPage && query !== "") {
    const [suffix = ""] = [...new URLSearchParams(query)].map(([name, value]) => `-${name}-${value}`);
    parts[at] = (parts[at] ?? "").replace(/(\.[a-z]+)$/, `${suffix}$1`);
  }
  const named = isPage ? [...parts, pageFile] : parts;
  return named.length > 0 && named.every(isName) ? named.join("/") : null;
}

const queryParts = (query: string, isPage: boolean) =>
  isPage ? [...new URLSearchParams(query)].flatMap(([name, value]) => [name, encodeURIComponent(value)]) : [];

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return ""; // no name, which is then refused
  }
}

function isName(part: string): boolean {
  const isPlain = part !== "" && part !== "." && part !== ".." && !/[/\\\p{Cc}]/u.test(part);
  return isPlain && Buffer.byteLength(part) <= longestName;
}

/** The path at which a static host shows a file, relative to the export's root: a page's is its folder's. */
export function placeOf(file: string): string {
  const place = file.endsWith(`/${pageFile}`) || file === pageFile ? file.slice(0, -pageFile.length) : file;
  return place.split("/").map(encodeURIComponent).join("/");
}

/** How a file names the place of another, so that the whole export may lie anywhere. */
export function relativePlace(from: string, to: string): string {
  const here = placeOf(from).split("/").slice(0, -1);
  const there = placeOf(to).split("/");
  let shared = 0;
  while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared += 1;
  const way = [...here.slice(shared).map(() => ".."), ...there.slice(shared)].join("/");
  return way === "" ? "./" : way;
}

/** Whether a file is written as text that names addresses of the site in full. */
export function namesAddresses(file: string): boolean {
  return (
    /\.(?:xml|atom|json|txt)$/.test(file) && !citationFormats.some((format) => file.endsWith(`.${format}`))
  );
}
