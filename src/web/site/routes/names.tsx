import { Hono, type Context as RequestContext } from "hono";
import { nameKey } from "../../../browse/name-key.ts";
import { type ListOrder, listOrders } from "../../../browse/names-store.ts";
import { type NamedPapers, readNameFeed, readNamePage } from "../../../browse/read-name-page.ts";
import { type NameKind, nameKinds } from "../../../browse/tables.ts";
import type { Context } from "../../../context.ts";
import { changeWishes } from "../../../subscribers/follow.ts";
import { clientLimits } from "../../../subscribers/limits.ts";
import type { Subscriber } from "../../../subscribers/store.ts";
import { LinkNotValidError } from "../../../subscribers/tokens.ts";
import { limitClient } from "../../http/limit-client.ts";
import { openReaderLink } from "../../http/open-reader-link.ts";
import { wordsOf } from "../../http/page-words.tsx";
import { readForm } from "../../http/read-form.ts";
import { privatePage } from "../../http/security.ts";
import { sendPage, sendText } from "../../http/send-page.ts";
import { InvalidRequestError, NoSuchPageError, RefusedRequestError } from "../../http/worded-error.ts";
import { paperListFeed } from "../feeds/build-feed.ts";
import { type FeedFormat, feedFormats } from "../feeds/feed.ts";
import { findSignedReader, isSigned, privateWhenSigned } from "../find-signed-reader.ts";
import { fieldOf, wishOf } from "../pages/follow-name.tsx";
import { namePath } from "../pages/name-link.tsx";
import { NamePage } from "../pages/name-page.tsx";
import { ForReader } from "../pages/signed-reader.tsx";
import { UnknownNamePage } from "../pages/unknown-name-page.tsx";
import { wayBack } from "../way-back.ts";

const folders: Record<NameKind, string> = {
  topic: "topics",
  keyword: "keywords",
  organization: "organizations",
  author: "authors",
};

const maxAgeSeconds = 300;

/** Papers by topic, keyword, organisation and author, and following one of these. */
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
    const path = pathOf(kind, read.found.key);
    const shown = { ...read, order, path, here: path };
    const options = page > read.pages ? { status: 404 as const } : { maxAgeSeconds };
    if (!isSigned(c)) return sendPage(c, <NamePage {...shown} isFollowed={null} />, options);
    const reader = await findSignedReader(
      ctx,
      c,
      read.papers.map(({ id }) => id),
    );
    const subscriber = reader && (await openReaderLink(c, ctx, "mark", reader.token)).subscriber;
    return sendPage(
      c,
      <ForReader reader={reader}>
        <NamePage
          {...shown}
          here={reader?.here ?? path}
          isFollowed={subscriber && listFollowed(subscriber, read.found).length > 0}
        />
      </ForReader>,
      { status: page > read.pages ? 404 : 200 },
    );
  }

  async function sendFeed(
    c: RequestContext,
    { file, type, write }: FeedFormat,
    kind: NameKind,
    asked: string,
  ) {
    const read = await readNameFeed(ctx.db, kind, asked);
    if (read === null) throw new NoSuchPageError((say) => say("site.browse.no-feed"));
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

  app.use("/follow", privatePage());
  app.post("/follow", async (c) => {
    const form = await readForm(c);
    await limitClient(c, ctx, clientLimits.mark);
    const { subscriber } = await openReaderLink(c, ctx, "mark", form.first("t"));
    const kind = nameKinds.find((one) => one === form.first("kind"));
    if (kind === undefined) throw new InvalidRequestError((say) => say("site.browse.follow-unknown"));
    const read = await readNameFeed(ctx.db, kind, form.first("name"));
    if (read === null) throw new NoSuchPageError((say) => say("site.browse.follow-unknown"));
    const { found } = read;
    const isWanted = form.first("set") === "yes";
    const result = await changeWishes(ctx, {
      subscriberId: subscriber.id,
      field: fieldOf[kind],
      change: (wishes) => {
        const others = wishes.filter((wish) => !isWishFor(found, wish));
        if (!isWanted) return others;
        return others.length < wishes.length ? wishes : [...wishes, wishOf(found)];
      },
    });
    if (result === "gone") throw new LinkNotValidError(false);
    if (result === "refused") throw new RefusedRequestError((say) => say("site.browse.follow-refused"));
    // The answer to a form is an address of its own, so that reading it again sends nothing again.
    const token = new URLSearchParams({ t: form.first("t") });
    return c.redirect(wayBack(c, form) ?? `${pathOf(kind, found.key)}?${token}`, 303);
  });

  return app;
}

/** Those of a reader's wishes that mean a name. */
function listFollowed(subscriber: Subscriber, found: NamedPapers["found"]): string[] {
  return subscriber[fieldOf[found.kind]].filter((wish) => isWishFor(found, wish));
}

function isWishFor({ kind, key, keys }: NamedPapers["found"], wish: string): boolean {
  return kind === "topic" ? wish === key : keys.includes(nameKey(wish));
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
