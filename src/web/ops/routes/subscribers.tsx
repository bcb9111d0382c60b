import { Hono, type Context as RequestContext } from "hono";
import { stream } from "hono/streaming";
import { dayOf } from "../../../calendar/periods.ts";
import type { Counted } from "../../../console/kept-figures-store.ts";
import { lookAtFigures } from "../../../console/look-at-figures.ts";
import { type SubscriberFigures, subscriberFigures } from "../../../console/subscriber-figures.ts";
import type { Context } from "../../../context.ts";
import { isUuid } from "../../../db/is-uuid.ts";
import { subscriberCadences } from "../../../editions/edition.ts";
import { InvalidInputError } from "../../../errors.ts";
import { listSubscribers } from "../../../subscribers/list-subscribers.ts";
import { exportSubscribers } from "../../../subscribers/lists/export-subscribers.ts";
import type { SubscriberFilter } from "../../../subscribers/pages-store.ts";
import { findSubscriber, standings } from "../../../subscribers/store.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { knownWord, pageProps, refuseAddress } from "../page-request.ts";
import { SubscribersPage } from "../pages/subscribers-page.tsx";
import { openSearch, sealSearch } from "../sealed-search.ts";

/** The longest address (RFC 5321). */
const longestSearch = 254;
const sealedList = "subscribers";
/** Of more subscribers than these a page says only that they are more. */
const mostCounted = 1_000;

const formats = ["csv", "jsonl"] as const;
const types = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

/** Who reads: figures, the list, and the list as a file. */
export function subscriberRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/subscribers", async (c) => {
    const { filter, query } = readFilter(c);
    const after = await cursorOf(c.req.query("after"));
    const counted = await lookAtFigures(ctx, subscriberFigures);
    const known = { total: knownTotal(counted, filter), mostCounted };
    const list = await listSubscribers(ctx, { ...filter, ...known, after });
    const page = (
      <SubscribersPage
        {...pageProps(ctx, access, c)}
        {...{ counted, filter, query, list, isFirst: after === null }}
      />
    );
    return sendPage(c, page);
  });

  // A form that posts: what is searched for may be an address, and is sealed before it stands in an address line.
  app.post("/subscribers", async (c) => {
    const form = await access.readOwnForm(c);
    const search = form.first("search").trim().slice(0, longestSearch);
    const query = new URLSearchParams({
      ...chosenWords((name) => form.first(name)),
      ...(search === "" ? {} : { find: sealSearch(access.key, sealedList, search, ctx.clock.now()) }),
    });
    return c.redirect(query.size > 0 ? `/ops/subscribers?${query}` : "/ops/subscribers", 303);
  });

  app.get("/subscribers/export", async (c) => {
    const format = knownWord(formats, c.req.query("format"));
    if (!format) throw new InvalidInputError(`Choose a format: ${formats.join(" or ")}.`);
    const name = `subscribers-${dayOf(ctx.clock.now())}.${format}`;
    c.header("content-type", types[format]);
    c.header("content-disposition", `attachment; filename="${name}"`);
    const pieces = exportSubscribers(await access.acting(c), { ...readFilter(c).filter, format });
    return stream(c, async (out) => {
      for await (const piece of pieces) await out.write(piece);
    });
  });

  /** Pages are told apart by the id of the last subscriber shown: no address stands in an address line. */
  async function cursorOf(id: string | undefined): Promise<string | null> {
    if (id === undefined || !isUuid(id)) return null;
    return (await findSubscriber(ctx.db, id))?.emailKey ?? null;
  }

  /** What is looked for, and the query that means it. @throws {SearchOverError} for an old one. */
  function readFilter(c: RequestContext): { filter: SubscriberFilter; query: Record<string, string> } {
    refuseAddress(c, "search");
    const words = chosenWords((name) => c.req.query(name));
    const find = c.req.query("find");
    if (!find) return { filter: words, query: words };
    const search = openSearch(access.key, sealedList, find, ctx.clock.now());
    return { filter: { ...words, search }, query: { ...words, find } };
  }

  return app;
}

/** How many match by the figures beside the list; null when those do not tell, or the table is small enough to count. */
function knownTotal(
  counted: Counted<SubscriberFigures> | null,
  { state, cadence, search }: SubscriberFilter,
): number | null {
  if (!counted?.isKept || search !== undefined) return null;
  const { standings, cadences } = counted.figures;
  if (cadence !== undefined)
    return state === "active" ? (cadences.find((one) => one.cadence === cadence)?.count ?? 0) : null;
  return standings
    .filter(({ standing }) => state === undefined || standing === state)
    .reduce((sum, { count }) => sum + count, 0);
}

function chosenWords(
  read: (name: string) => string | undefined,
): Pick<SubscriberFilter, "state" | "cadence"> {
  const state = knownWord(standings, read("state"));
  const cadence = knownWord(subscriberCadences, read("cadence"));
  return { ...(state ? { state } : {}), ...(cadence ? { cadence } : {}) };
}
