import { Hono } from "hono";
import { timeout } from "hono/timeout";
import { recordAct } from "../../../audit/record-act.ts";
import { countQueuedJobs } from "../../../console/overview.ts";
import type { Context } from "../../../context.ts";
import { UnreachableError } from "../../../errors.ts";
import { addressHere, basePathHere, placeLinks } from "../../http/base-path.ts";
import { readBody } from "../../http/read-body.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { boardFonts, boardPolicy, createBoard, withLocalFonts } from "../board.ts";
import { pageProps } from "../page-request.ts";
import { QueuesPage } from "../pages/queues-page.tsx";

/** BullMQ waits for a lost Redis for ever; a page does not. */
const boardTimeoutMs = 10_000;

/** The queues at a glance, and BullMQ's own dashboard for a look at single jobs. */
export function queueRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();
  const boardOf = createBoard(ctx);

  app.get("/queues", async (c) =>
    sendPage(
      c,
      <QueuesPage
        {...pageProps(ctx, access, c)}
        queues={await countQueuedJobs(ctx)}
        backend={ctx.queues.backend}
      />,
    ),
  );

  for (const { path, type, body } of boardFonts) {
    app.get(path.replace(/^\/ops/, ""), (c) => {
      c.header("content-type", type);
      return c.body(body());
    });
  }

  app.use("/queues/board/*", async (c, next) => {
    const queues = await ctx.queues.open();
    const limit = timeout(boardTimeoutMs, () => {
      throw new UnreachableError(queues.describeOutage());
    });
    return limit(c, next);
  });
  app.all("/queues/board/*", async (c) => {
    // The board reads a body without any limit of its own.
    const body = c.req.method === "GET" || c.req.method === "HEAD" ? null : (await readBody(c)).slice();
    const board = boardOf(await ctx.queues.open());
    const answer = await board.fetch(body === null ? c.req.raw : new Request(c.req.raw, { body }), c.env);
    if (body !== null && answer.ok) {
      const { pathname } = addressHere(c);
      const after = { asked: `${c.req.method} ${pathname.replace("/ops/queues/board", "")}` };
      await recordAct(ctx.db, await access.acting(c), { verb: "queue.change", after });
    }
    const headers = new Headers(answer.headers);
    headers.set("content-security-policy", boardPolicy);
    const isPage = headers.get("content-type")?.startsWith("text/html") ?? false;
    if (!isPage) return new Response(answer.body, { status: answer.status, headers });
    const page = placeLinks(withLocalFonts(await answer.text()), basePathHere(c));
    return new Response(page, { status: answer.status, headers });
  });
  return app;
}
