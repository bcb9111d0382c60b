import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { NotFoundError } from "../../../errors.ts";
import { findReaderByAddress, readerHistory } from "../../../ops/reader-history.ts";
import { eraseReader } from "../../../privacy/erase-reader.ts";
import { findSubscriber, type Subscriber } from "../../../subscribers/store.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { goOn, isUuid, pageProps } from "../page-request.ts";
import { ErasePage, FindReaderPage, ReaderPage } from "../pages/reader-pages.tsx";

/** One reader: found by address, with all that was sent to them and heard back. */
export function readerRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/readers", (c) =>
    sendPage(c, <FindReaderPage {...pageProps(ctx, access, c)} email="" found={null} />),
  );

  // A form that posts: addresses stand in no address line, history or proxy's log.
  app.post("/readers", async (c) => {
    const email = (await access.readOwnForm(c)).first("email");
    const found = await findReaderByAddress(ctx.db, ctx.addressKeys, email);
    if (found.kind === "subscriber") return c.redirect(`/ops/readers/${found.subscriber.id}`, 303);
    const page = <FindReaderPage {...pageProps(ctx, access, c)} {...{ email, found }} />;
    return sendPage(c, page, { status: found.kind === "refused" ? 400 : 404 });
  });

  app.get("/readers/:id", async (c) => {
    const history = await readerHistory(ctx.db, ctx.addressKeys, await requireReader(ctx, c.req.param("id")));
    return sendPage(c, <ReaderPage {...pageProps(ctx, access, c)} history={history} />);
  });

  app.get("/readers/:id/erase", async (c) => {
    const subscriber = await requireReader(ctx, c.req.param("id"));
    return sendPage(c, <ErasePage {...pageProps(ctx, access, c)} subscriber={subscriber} />);
  });

  app.post("/readers/:id/erase", async (c) => {
    await access.readOwnForm(c);
    const id = c.req.param("id");
    if (!isUuid(id)) throw unknownReader();
    // An id that is not there any more was erased in another tab.
    const { kind } = await eraseReader(ctx, { subscriberId: id });
    return goOn(
      c,
      "/ops/readers",
      kind === "erased" ? "Everything about this reader is erased." : "Nobody is kept under this id.",
    );
  });

  return app;
}

async function requireReader(ctx: Context, id: string): Promise<Subscriber> {
  const subscriber = isUuid(id) ? await findSubscriber(ctx.db, id) : null;
  if (!subscriber) throw unknownReader();
  return subscriber;
}

const unknownReader = () => new NotFoundError("There is no such reader; they may have been erased.");
