import { Hono, type Context as RequestContext } from "hono";
import { type ListOrder, listOrders } from "../../../browse/names-store.ts";
import { readNameFeed, readNamePage } from "../../../browse/read-name-page.ts";
import { type NameKind, nameKinds } from "../../../browse/tables.ts";
import type { Context } from "../../../context.ts";
import { wordsOf } from "../../http/page-words.tsx";
import { sendPage, sendText } from "../../http/send-page.ts";
import { NoSuchPageError } from "../../http/worded-error.ts";
import { paperListFeed } from "../feeds/build-feed.ts";
import { type FeedFormat, feedFormats } from "../feeds/feed.ts";
import { findSignedReader, isSigned, privateWhenSigned } from "../find-signed-reader.ts";
import { namePath } from "../pages/name-link.tsx";
import { NamePage } from "../pages/name-page.tsx";
import { ForReader } from "../pages/signed-reader.tsx";
import { UnknownNamePage } from "../pages/unknown-name-page.tsx";

const folders: Record<NameKind, string> = {
  topic: "topics",
  keyword: "keywords",
  organization: "organizations",
  author: "authors",
};

const maxAgeSeconds = 300;

/** Papers by topic, keyword, organisation and author. */
export function nameRoutes(ctx: Context): Hono {
  const app = new Hono();
  for (const kind of nameKinds) {
    const path = `/${folders[kind]}/:name`;
    app.use(path, privateWhenSigned());
    app.get(path, (c) => sendNamed(c, kind, c.req.param("name") ?? ""));
    for (const format of feedFormats)
      app.get(`${path}/${format.file}`, (c) => sendFeed(c, format, kind, c.req.param("name") ?? ""));
  }

  async function sendNamed(c: RequestContext, kind: NameKind, asked: string): Promise<Response> {
    const order = readOrder(c.req.query("order"));
    const page = readPage(c.req.query("page"));
    const read = await readNamePage(ctx.db, { kind, asked, order, page, now: ctx.clock.now() });
    if (read.kind === "moved") return goTo(c, kind, read.key);
    if (read.kind === "unknown")
      return sendPage(c, <UnknownNamePage kind={kind} asked={asked} near={read.near} />, { status: 404 });
    const shown = <NamePage {...read} order={order} path={pathOf(kind, read.found.key)} />;
    const isPast = page > read.pages;
    if (!isSigned(c)) return sendPage(c, shown, isPast ? { status: 404 } : { maxAgeSeconds });
    const reader = await findSignedReader(
      ctx,
      c,
      read.papers.map(({ id }) => id),
    );
    return sendPage(c, <ForReader reader={reader}>{shown}</ForReader>, { status: isPast ? 404 : 200 });
  }

  async function sendFeed(
    c: RequestContext,
    { file, type, write }: FeedFormat,
    kind: NameKind,
    asked: string,
  ) {
    const read = await readNameFeed(ctx.db, kind, asked);
    if (read.kind === "unknown") throw new NoSuchPageError((say) => say("site.browse.no-feed"));
    // For now: who reads a feed for years keeps the address that they took.
    if (read.kind === "moved") return c.redirect(`${pathOf(kind, read.key)}/${file}`, 302);
    const { found, papers } = read;
    const path = pathOf(kind, found.key);
    const words = wordsOf(c);
    const feed = paperListFeed(ctx, words, {
      title: words.say("site.browse.feed", { name: found.name }),
      homePath: path,
      selfPath: `${path}/${file}`,
      tagPath: path.slice(1),
      papers,
    });
    return sendText(c, write(feed), type, { maxAgeSeconds, lastModified: feed.updatedAt });
  }

  return app;
}

/** To the page of a name, with what else was asked for. */
function goTo(c: RequestContext, kind: NameKind, key: string): Response {
  const { search } = new URL(c.req.url);
  if (!isSigned(c)) c.header("cache-control", `public, max-age=${maxAgeSeconds}`);
  return c.redirect(pathOf(kind, key) + search, 301);
}

function pathOf(kind: NameKind, key: string): string {
  return namePath[kind](key) ?? "/";
}

function readOrder(text: string | undefined): ListOrder {
  return listOrders.find((order) => order === text) ?? "date";
}

/** No number of a page is past the end too. */
function readPage(text: string | undefined): number {
  if (text === undefined) return 1;
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.MAX_SAFE_INTEGER;
}
