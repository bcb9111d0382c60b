import { Hono, type Context as RequestContext } from "hono";
import { stream } from "hono/streaming";
import type { Context } from "../../../context.ts";
import { readerCadences, subscriberStates } from "../../../db/schema.ts";
import { InvalidInputError } from "../../../errors.ts";
import { subscriberFigures } from "../../../ops/subscriber-figures.ts";
import { exportSubscribers } from "../../../subscribers/export-subscribers.ts";
import { listSubscribers } from "../../../subscribers/list-subscribers.ts";
import { findSubscriber, type SubscriberFilter } from "../../../subscribers/store.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { isUuid, knownWord, pageProps } from "../page-request.ts";
import { SubscribersPage } from "../pages/subscribers-page.tsx";

const formats = ["csv", "jsonl"] as const;
const types = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

/** Who reads: figures, the list, and the list as a file. */
export function subscriberRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/subscribers", async (c) => {
    const filter = readFilter(c);
    const after = await cursorOf(c.req.query("after"));
    const [figures, list] = await Promise.all([
      subscriberFigures(ctx.db, ctx.clock.now()),
      listSubscribers(ctx, { ...filter, after }),
    ]);
    const page = (
      <SubscribersPage
        {...pageProps(ctx, access, c)}
        {...{ figures, filter, list, isFirst: after === null }}
      />
    );
    return sendPage(c, page);
  });

  app.get("/subscribers/export", (c) => {
    const format = knownWord(formats, c.req.query("format"));
    if (!format) throw new InvalidInputError(`Choose a format: ${formats.join(" or ")}.`);
    const name = `subscribers-${ctx.clock.now().toISOString().slice(0, 10)}.${format}`;
    c.header("content-type", types[format]);
    c.header("content-disposition", `attachment; filename="${name}"`);
    const pieces = exportSubscribers(ctx, { ...readFilter(c), format });
    return stream(c, async (out) => {
      for await (const piece of pieces) await out.write(piece);
    });
  });

  /** Pages are told apart by the id of the last subscriber shown: no address stands in an address line. */
  async function cursorOf(id: string | undefined): Promise<string | null> {
    if (id === undefined || !isUuid(id)) return null;
    return (await findSubscriber(ctx.db, id))?.emailKey ?? null;
  }

  return app;
}

function readFilter(c: RequestContext): SubscriberFilter {
  const state = knownWord(subscriberStates, c.req.query("state"));
  const cadence = knownWord(readerCadences, c.req.query("cadence"));
  const search = c.req.query("search")?.trim().slice(0, 254);
  return { ...(state ? { state } : {}), ...(cadence ? { cadence } : {}), ...(search ? { search } : {}) };
}
