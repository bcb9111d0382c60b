import { createHash } from "node:crypto";
import { Hono, type Context as RequestContext } from "hono";
import { parsePeriod } from "../../../calendar/page-periods.ts";
import { isCadence } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { editionId } from "../../../editions/freeze-edition.ts";
import { findEditionPicture } from "../../../editions/pictures/store.ts";
import { findReleasedRow } from "../../../editions/store.ts";
import { NoSuchPageError } from "../../http/worded-error.ts";
import { sitePicturePath } from "../pages/page-card.tsx";
import { sitePictures } from "../site-picture.ts";

/** An edition's picture is drawn once, as it is frozen once. */
const drawnMaxAgeSeconds = 30 * 86_400;
/** As pages: its name and looks are settings, and its address stays. */
const siteMaxAgeSeconds = 300;
/** In the place of one that is still being drawn. */
const undrawnMaxAgeSeconds = 60;

/** What is shown of editions, and of the site itself, beside links to them elsewhere. */
export function editionPictureRoutes(ctx: Context): Hono {
  const app = new Hono();
  const sitePicture = sitePictures(ctx);

  app.get(sitePicturePath, (c) => sendSitePicture(c, siteMaxAgeSeconds));

  app.get("/pictures/edition/:cadence/:file{[A-Za-z0-9-]+[.]png}", async (c) => {
    const cadence = c.req.param("cadence");
    const period = isCadence(cadence)
      ? parsePeriod(cadence, c.req.param("file").replace(/\.png$/, ""))
      : null;
    if (period === null) throw new NoSuchPageError((say) => say("site.refusal.no-page"));
    const id = editionId(period.cadence, period.period);
    const png = await findEditionPicture(ctx.db, id);
    if (png !== null) return sendPng(c, png, drawnMaxAgeSeconds);
    if ((await findReleasedRow(ctx.db, id)) === null)
      throw new NoSuchPageError((say) => say("site.refusal.no-edition"));
    return sendSitePicture(c, undrawnMaxAgeSeconds);
  });

  return app;

  async function sendSitePicture(c: RequestContext, maxAgeSeconds: number): Promise<Response> {
    const png = await sitePicture();
    if (png === null) throw new NoSuchPageError((say) => say("site.refusal.no-page"));
    return sendPng(c, png, maxAgeSeconds);
  }
}

function sendPng(c: RequestContext, png: Buffer, maxAgeSeconds: number): Response {
  const etag = `"${createHash("sha256").update(png).digest("base64url").slice(0, 22)}"`;
  c.header("cache-control", `public, max-age=${maxAgeSeconds}`);
  c.header("etag", etag);
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  c.header("content-type", "image/png");
  c.header("content-length", String(png.length));
  return c.body(new Uint8Array(png));
}
