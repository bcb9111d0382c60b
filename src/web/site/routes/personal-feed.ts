import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { endPersonalFeed, openPersonalFeed, renewPersonalFeed } from "../../../subscribers/personal-feed.ts";
import { answerInLanguageOf, openReaderLink } from "../../http/open-reader-link.ts";
import { wordsOf } from "../../http/page-words.tsx";
import { readForm } from "../../http/read-form.ts";
import { privatePage } from "../../http/security.ts";
import { sendText } from "../../http/send-page.ts";
import { InvalidRequestError, NoSuchPageError } from "../../http/worded-error.ts";
import { feedFormats } from "../feeds/feed.ts";
import { personalFeed } from "../feeds/personal-feed.ts";

/** A reader's digests as a feed, at an address that they make, renew and end on the page of their preferences. */
export function personalFeedRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/feed/*", privatePage());
  app.use("/preferences/feed", privatePage());

  app.get("/feed/:file", async (c) => {
    const [token = "", ending, ...more] = c.req.param("file").split(".");
    const format = feedFormats.find((one) => one.ending === ending);
    if (format === undefined || more.length > 0)
      throw new NoSuchPageError((say) => say("site.refusal.no-page"));
    const subscriber = await openPersonalFeed(ctx, token);
    answerInLanguageOf(c, subscriber);
    const feed = await personalFeed(ctx, wordsOf(c), subscriber, c.req.path);
    return sendText(c, format.write(feed), format.type, { maxAgeSeconds: 0 });
  });

  app.post("/preferences/feed", async (c) => {
    const form = await readForm(c);
    const token = form.first("token");
    const { subscriber } = await openReaderLink(c, ctx, "preferences", token);
    const wish = form.first("do");
    if (wish === "renew") await renewPersonalFeed(ctx, { subscriberId: subscriber.id });
    else if (wish === "end") await endPersonalFeed(ctx, { subscriberId: subscriber.id });
    else throw new InvalidRequestError((say) => say("site.own-feed.unknown"));
    return c.redirect(`/preferences?token=${encodeURIComponent(token)}#feed`, 303);
  });

  return app;
}
