import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { findPaper } from "../../../editions/find-paper.ts";
import { sendPage } from "../../http/send-page.ts";
import { NoSuchPageError } from "../../http/worded-error.ts";
import { findSignedReader, isSigned, privateWhenSigned } from "../find-signed-reader.ts";
import { PaperPage } from "../pages/paper-page.tsx";
import { ForReader } from "../pages/signed-reader.tsx";

/** One page for each paper. Old identifiers hold a slash (`astro-ph/0601001`). */
export function paperRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/papers/*", privateWhenSigned());

  app.get("/papers/:id{[A-Za-z0-9.-]+(?:/[0-9]+)?}", async (c) => {
    const record = await findPaper(ctx.db, c.req.param("id"));
    if (!record) throw new NoSuchPageError((say) => say("site.refusal.no-paper"));
    if (!isSigned(c)) return sendPage(c, <PaperPage {...record} />, { maxAgeSeconds: 300 });
    const reader = await findSignedReader(ctx, c, [record.paper.id]);
    return sendPage(
      c,
      <ForReader reader={reader}>
        <PaperPage {...record} />
      </ForReader>,
    );
  });
  return app;
}
