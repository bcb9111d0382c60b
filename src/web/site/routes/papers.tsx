import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { findPaper } from "../../../editions/find-paper.ts";
import { parsePaperId } from "../../../papers/parse-paper-id.ts";
import { findReferredId } from "../../../papers/references-store.ts";
import { sendPage } from "../../http/send-page.ts";
import { NoSuchPageError } from "../../http/worded-error.ts";
import { paperPath } from "../../parts/paths.ts";
import { findSignedReader, isSigned, privateWhenSigned, signedQuery } from "../find-signed-reader.ts";
import { UnlistedPaperPage } from "../pages/paper-elsewhere.tsx";
import { PaperPage } from "../pages/paper-page.tsx";
import { ForReader } from "../pages/signed-reader.tsx";

/** One page for each paper. Old identifiers hold a slash (`astro-ph/0601001`). */
export function paperRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/papers/*", privateWhenSigned());

  // An address with a version, a file's ending or another spelling leads to the one address of its paper.
  app.get("/papers/*", async (c, next) => {
    const id = parsePaperId(c.req.path.slice("/papers/".length).replaceAll(/%2f/gi, "/"));
    if (id === null || c.req.path === paperPath(id)) return next();
    return c.redirect(paperPath(id) + signedQuery(c), 301);
  });

  app.get("/papers/:id{[A-Za-z0-9.-]+(?:/[0-9]+)?}", async (c) => {
    const id = c.req.param("id");
    const record = await findPaper(ctx.db, id);
    if (!record) {
      const known = await findReferredId(ctx.db, { kind: "arxiv", id });
      if (known === null && parsePaperId(id) !== null)
        return sendPage(c, <UnlistedPaperPage id={id} />, { status: 404 });
      if (known === null) throw new NoSuchPageError((say) => say("site.refusal.no-paper"));
      return c.redirect(paperPath(known) + signedQuery(c), 301);
    }
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
