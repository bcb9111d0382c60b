import { Hono } from "hono";
import { actingAs } from "../../../audit/actor.ts";
import { keptDigestDays } from "../../../config/kept-deliveries.ts";
import type { Context } from "../../../context.ts";
import { eraseEverywhere } from "../../../privacy/erase-everywhere.ts";
import { exportOwnData } from "../../../privacy/export-own-data.ts";
import { findSubscriber } from "../../../subscribers/store.ts";
import { parseToken } from "../../../subscribers/tokens.ts";
import { savedName } from "../../http/known-settings.ts";
import { answerInLanguageOf, openReaderLink } from "../../http/open-reader-link.ts";
import { readForm } from "../../http/read-form.ts";
import { privatePage } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import { ErasedPage, ErasePage } from "../pages/own-data-pages.tsx";
import { PrivacyPage } from "../pages/privacy-page.tsx";
import { takeReadingCookie } from "../reading-browser.ts";

/** What is kept of a reader, to take and to remove, by the link to the preferences; and the privacy page. */
export function ownDataRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/export", privatePage());
  app.use("/erase", privatePage());

  app.get("/privacy", (c) => {
    const { postalAddress, showsThumbnails } = ctx.config.mail;
    const { showsPictures } = ctx.config.site;
    const digestDays = keptDigestDays(ctx.config.retention);
    const page = <PrivacyPage {...{ postalAddress, showsThumbnails, showsPictures, digestDays }} />;
    return sendPage(c, page, { maxAgeSeconds: 300 });
  });

  app.get("/export", async (c) => {
    const { subscriber } = await openReaderLink(c, ctx, "preferences", c.req.query("token") ?? "");
    c.header("content-disposition", `attachment; filename="${savedName(c, "my-data")}.json"`);
    c.header("content-type", "application/json; charset=utf-8");
    return c.body(JSON.stringify(await exportOwnData(ctx, subscriber), null, 2));
  });

  app.get("/erase", async (c) => {
    const token = c.req.query("token") ?? "";
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    return sendPage(c, <ErasePage email={subscriber.email} token={token} />);
  });

  app.post("/erase", async (c) => {
    const token = (await readForm(c)).first("token") || (c.req.query("token") ?? "");
    // Not `openLink`: a second press finds the reader erased, which is what they asked for.
    const { subscriberId } = parseToken(ctx.config.tokens.secrets, "preferences", token, ctx.clock.now());
    const subscriber = await findSubscriber(ctx.db, subscriberId);
    if (subscriber) answerInLanguageOf(c, subscriber);
    await eraseEverywhere(actingAs(ctx, { kind: "reader" }), { subscriberId });
    takeReadingCookie(c, ctx.config);
    return sendPage(c, <ErasedPage />);
  });

  return app;
}
