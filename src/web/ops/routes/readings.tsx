import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import type { FindReadings } from "../kept-readings.ts";
import { pageProps } from "../page-request.ts";
import { ReadingsPage } from "../pages/readings-page.tsx";

/** What readers clicked and marked in an edition, paper by paper; before the routes of its verbs. */
export function readingRoutes(ctx: Context, access: Access, readingsOf: FindReadings): Hono {
  const app = new Hono();
  app.get("/editions/:id/readings", async (c) => {
    const editionId = c.req.param("id");
    const readings = await readingsOf(editionId);
    return sendPage(c, <ReadingsPage {...pageProps(ctx, access, c)} {...{ editionId, readings }} />);
  });
  return app;
}
