import type { Hono } from "hono";
import type { Context } from "../../context.ts";
import { RefusedError } from "../../errors.ts";
import { createApp } from "../app.ts";
import {
  addressText,
  fileOf,
  isExported,
  lastingPages,
  namesAddresses,
  placeOf,
  readAddress,
  relativePlace,
  type SitePlace,
} from "./addresses.ts";
import { type ExportFolder, type FolderReport, openExportFolder } from "./export-folder.ts";
import { type Lead, type Leads, linksIn, placePage, redirectPage } from "./place-page.ts";

export type ExportInput = {
  folder: string;
  /** Where the export will be served, without a slash at the end: feeds and the sitemap name it in full. */
  url: string;
  /** Where this installation's site answers; null where it does not. */
  live: string | null;
};

export type ExportReport = FolderReport & { pages: number };

/** A page for what is not there, as static hosts look for it. */
const missingFile = "404.html";
const missingPath = "/there-is-no-such-page";
const atOnce = 4;

/** Feeds and lists that no page need link to. */
const unlinked = [
  "/robots.txt",
  ...["/feed.xml", "/feed.json", "/feeds/editions.atom", "/feeds/editions.json"].flatMap((path) => [
    path,
    ...["weekly", "monthly"].map((cadence) => `${path}?cadence=${cadence}`),
  ]),
  "/editions/weekly",
  "/editions/monthly",
];

/**
 * Writes the public archive as files that any static host can serve: the pages, feeds and files that the site itself
 * answers, as far as they can be listed. What needs somebody to answer (a search, a form, a reader's own pages) is left
 * out, or leads to the live site. Until all is there the folder shows the former export; what has not changed is not
 * written again.
 *
 * @throws {RefusedError} when the folder holds something else, or a page cannot be made.
 */
export async function exportSite(ctx: Context, { folder, url, live }: ExportInput): Promise<ExportReport> {
  const { site } = ctx.config;
  const app = createApp({
    ...ctx,
    // Pictures of papers would be thousands of requests to Hugging Face.
    config: { ...ctx.config, site: { ...site, publicUrl: url, showsPictures: false } },
  });
  const into = await openExportFolder(folder);
  try {
    const found = await gather(app, into, url);
    const { wordsIn, brand } = ctx.settings.current();
    await place(app, into, found, {
      url,
      live,
      subscribe: wordsIn(brand.language).say("site.frame.subscribe"),
    });
    const report = await into.finish();
    return { ...report, pages: [...found.files.values()].filter(isPageFile).length };
  } finally {
    await into.abandon();
  }
}

/** What the site answered, by the text of the address. */
type Found = {
  /** Files that lie aside. */
  files: Map<string, string>;
  /** Where addresses lead on. */
  moved: Map<string, string>;
};

/** Asks the site for everything that is exported, and puts the answers aside as they are. */
async function gather(app: Hono, into: ExportFolder, url: string): Promise<Found> {
  const found: Found = { files: new Map(), moved: new Map() };
  const basePath = pathOf(url);
  const waiting: SitePlace[] = [];
  const known = new Set<string>();
  const listed = new Set<string>();
  const want = (address: SitePlace | null) => {
    if (address === null || known.has(addressText(address)) || !isExported(address, listed)) return;
    known.add(addressText(address));
    waiting.push(address);
  };
  for (const file of await readSitemaps(app, into, found, url)) listed.add(file);
  for (const path of [...lastingPages, ...unlinked]) {
    const address = readAddress(path);
    if (address === null) continue;
    known.add(addressText(address));
    waiting.push(address);
  }
  for (const path of listed) want(readAddress(path));
  const ask = async () => {
    for (let address = waiting.pop(); address; address = waiting.pop()) {
      const answer = await app.request(addressText(address));
      const text = addressText(address);
      if (answer.status >= 300 && answer.status < 400) {
        const target = readAddress(below(answer.headers.get("location") ?? "", basePath));
        if (target === null) continue;
        found.moved.set(text, addressText(target));
        want(target);
        continue;
      }
      if (answer.status >= 500)
        throw new RefusedError(`${address.path} cannot be made: nothing was exported.`);
      if (answer.status !== 200) continue;
      const isPage = (answer.headers.get("content-type") ?? "").startsWith("text/html");
      const file = fileOf(address, isPage);
      if (file === null) continue;
      const body = new Uint8Array(await answer.arrayBuffer());
      await into.put(file, body);
      found.files.set(text, file);
      if (isPage)
        for (const href of linksIn(Buffer.from(body).toString("utf8")))
          want(readAddress(below(unescaped(href), basePath)));
    }
  };
  // Whoever finds nothing to do yet would leave the rest to the others: so they begin again until nothing is left.
  while (waiting.length > 0) await Promise.all(Array.from({ length: atOnce }, ask));
  return found;
}

/** The files of the sitemap, put aside; the paths that they list. */
async function readSitemaps(app: Hono, into: ExportFolder, found: Found, url: string): Promise<string[]> {
  const paths: string[] = [];
  const files = ["/sitemap.xml"];
  for (const path of files) {
    const answer = await app.request(path);
    if (answer.status !== 200) throw new RefusedError(`${path} cannot be made: nothing was exported.`);
    const text = await answer.text();
    await into.put(path.slice(1), Buffer.from(text));
    found.files.set(path, path.slice(1));
    for (const [, place = ""] of text.matchAll(/<loc>([^<]*)<\/loc>/g)) {
      const address = unescaped(place);
      if (!address.startsWith(`${url}/`)) continue;
      (path === "/sitemap.xml" ? files : paths).push(address.slice(url.length));
    }
  }
  return paths;
}

type Surroundings = Pick<ExportInput, "url" | "live"> & { subscribe: string };

/** Makes every file that lies aside fit for its place. */
async function place(app: Hono, into: ExportFolder, found: Found, around: Surroundings): Promise<void> {
  for (const file of new Set(found.files.values())) {
    if (isPageFile(file)) {
      const hrefTo = (to: string) => relativePlace(file, to);
      const page = placePage(await into.read(file), leadsOf(found, around, hrefTo));
      await into.put(file, Buffer.from(placeFull(page, found, around)));
    } else if (namesAddresses(file)) {
      const text = placeSitemap(await into.read(file), found, around.url);
      await into.put(file, Buffer.from(placeFull(text, found, around)));
    }
  }
  for (const [text, target] of found.moved) {
    const [from, to] = [readAddress(text), resolve(found, target)];
    const file = from === null ? null : fileOf(from, true);
    if (file === null || to === null || !isPageFile(to) || found.files.has(text)) continue;
    await into.put(file, Buffer.from(redirectPage(relativePlace(file, to))));
  }
  const missing = await app.request(missingPath);
  const basePath = pathOf(around.url);
  // It is shown at any address: what it names cannot be told from where it is.
  const hrefTo = (to: string) => `${basePath}/${placeOf(to)}`;
  await into.put(missingFile, Buffer.from(placePage(await missing.text(), leadsOf(found, around, hrefTo))));
}

function leadsOf(
  found: Found,
  { url, live, subscribe }: Surroundings,
  hrefTo: (file: string) => string,
): Leads {
  const basePath = pathOf(url);
  const leadOf = (href: string): Lead => {
    const path = below(href, basePath);
    const to = resolve(found, unescaped(path).split("#")[0] ?? "");
    const [, mark = ""] = path.split("#");
    if (to !== null) return { kind: "file", href: hrefTo(to) + (mark === "" ? "" : `#${mark}`) };
    return live === null ? { kind: "nowhere" } : { kind: "live", href: live + path };
  };
  return { leadOf, withoutBase: (href) => below(href, basePath), live, subscribe };
}

/** A sitemap names only what is exported. */
function placeSitemap(text: string, found: Found, url: string): string {
  return text.replace(/<url><loc>([^<]*)<\/loc>.*?<\/url>\n?/g, (entry, at: string) =>
    resolve(found, unescaped(at).slice(url.length)) === null ? "" : entry,
  );
}

/** Addresses of the site in full: each at its place in the export, else at the live site, else the first page. */
function placeFull(text: string, found: Found, { url, live }: Surroundings): string {
  const literal = url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  // Up to what ends an address in markup, escaped or not, and in JSON.
  return text.replace(new RegExp(`${literal}(/(?:[^"'<>\\s\\\\&]|&amp;)*)`, "g"), (_whole, path: string) => {
    const to = resolve(found, unescaped(path));
    if (to !== null) return `${url}/${placeOf(to)}`;
    return live === null ? `${url}/` : live + path;
  });
}

/** The file to which an address leads, by way of what has moved; null when there is none. */
function resolve({ files, moved }: Found, text: string): string | null {
  const address = readAddress(text);
  let at = address === null ? "" : addressText(address);
  for (let steps = 0; steps < 5; steps += 1) {
    const file = files.get(at);
    if (file !== undefined) return file;
    const next = moved.get(at);
    if (next === undefined) return null;
    at = next;
  }
  return null;
}

const isPageFile = (file: string) => file.endsWith(".html");

/** The path below which an address lies; "" for one that has its host alone. */
const pathOf = (url: string) => new URL(url).pathname.replace(/\/$/, "");

/** A path as the routes know it. */
function below(href: string, basePath: string): string {
  return basePath !== "" && (href === basePath || href.startsWith(`${basePath}/`))
    ? href.slice(basePath.length) || "/"
    : href;
}

function unescaped(text: string): string {
  return text
    .replace(/&#x27;|&#39;/g, "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
