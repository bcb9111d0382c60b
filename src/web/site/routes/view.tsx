import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { isEditionRetired } from "../../../delivery/ledger/retire-store.ts";
import { mailedPartOf } from "../../../editions/store.ts";
import { findMailedDigest } from "../../../publish/mailed-digest.ts";
import { digestFor } from "../../../publish/preview-for-subscriber.ts";
import { openReaderLink } from "../../http/open-reader-link.ts";
import { mailPolicy, privatePage } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import { ForgottenDigestPage } from "../pages/forgotten-digest-page.tsx";
import { NothingForYouPage } from "../pages/nothing-for-you-page.tsx";
import { requireReleased } from "../require-released.ts";

/**
 * A digest in the browser as it was mailed; where none was, by the reader's preferences of now. Where it is kept no
 * longer what was mailed, the papers of its edition.
 */
export function viewRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/view", privatePage());

  app.get("/view", async (c) => {
    const { subscriber, subject } = await openReaderLink(c, ctx, "view", c.req.query("token") ?? "");
    const edition = await requireReleased(ctx.db, subject);
    const mailed = await findMailedDigest(ctx, edition.id, subscriber);
    if (mailed === null && (await isEditionRetired(ctx.db, edition.id)))
      return sendPage(c, <ForgottenDigestPage edition={await mailedPartOf(ctx.db, edition)} />);
    const mail = mailed ?? (await digestFor(ctx, edition.id, subscriber));
    if (mail) {
      c.header("content-security-policy", mailPolicy);
      return c.html(mail.html);
    }
    return sendPage(c, <NothingForYouPage cadence={edition.cadence} period={edition.period} />);
  });

  return app;
}
