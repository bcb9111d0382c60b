import { Hono } from "hono";
import type { EditionReadings } from "../../../console/readings/gather-readings.ts";
import type { Context } from "../../../context.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { pageProps } from "../page-request.ts";
import { ReadingsPage } from "../pages/readings-page.tsx";

/** What readers clicked and marked in an edition, paper by paper; before the routes of its verbs. */
export function readingRoutes(
  ctx: Context,
  access: Access,
  readingsOf: (editionId: string) => Promise<EditionReadings>,
): Hono {
  const app = new Hono();
  app.get("/editions/:id/readings", async (c) => {
    const readings = await readingsOf(c.req.param("id"));
    return sendPage(c, <ReadingsPage {...pageProps(ctx, access, c)} readings={readings} />);
  });
  return app;
}
