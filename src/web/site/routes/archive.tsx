import { Hono } from "hono";
import { readArchive } from "../../../browse/archive.ts";
import type { Context } from "../../../context.ts";
import { sendPage } from "../../http/send-page.ts";
import { NoSuchPageError } from "../../http/worded-error.ts";
import { findSignedReader, isSigned, privateWhenSigned } from "../find-signed-reader.ts";
import { ArchivePage } from "../pages/archive-page.tsx";
import { ForReader } from "../pages/signed-reader.tsx";

const maxAgeSeconds = 300;

/** The calendar of all editions, a year on a page: `?year=2026`. */
export function archiveRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/archive", privateWhenSigned());
  app.get("/archive", async (c) => {
    const asked = c.req.query("year") ?? null;
    const archive = await readArchive(ctx.db, asked);
    if (asked !== null && archive.year === null)
      throw new NoSuchPageError((say) => say("site.archive.no-year"));
    const page = <ArchivePage {...archive} />;
    if (!isSigned(c)) return sendPage(c, page, { maxAgeSeconds });
    return sendPage(c, <ForReader reader={await findSignedReader(ctx, c, [])}>{page}</ForReader>);
  });
  return app;
}
