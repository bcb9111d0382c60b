import { Hono } from "hono";
import { listRejectedItems, listSourceHealth } from "../../../console/source-health.ts";
import type { Context } from "../../../context.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { pageProps } from "../page-request.ts";
import { SourcesPage } from "../pages/sources-page.tsx";

const shownItems = 100;

/** How the sources of papers answered lately, and what of theirs could not be read. */
export function sourceRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();
  app.get("/sources", async (c) => {
    const [sources, rejected] = await Promise.all([
      listSourceHealth(ctx.db),
      listRejectedItems(ctx.db, shownItems),
    ]);
    return sendPage(c, <SourcesPage {...pageProps(ctx, access, c)} {...{ sources, rejected }} />);
  });
  return app;
}
