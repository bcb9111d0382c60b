import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { keepReading } from "../../../subscribers/keep-reading.ts";
import { makeLinkToken } from "../../../subscribers/links.ts";
import { answerInLanguageOf, openReaderLink } from "../../http/open-reader-link.ts";
import { readForm } from "../../http/read-form.ts";
import { privatePage } from "../../http/security.ts";
import { sendPage } from "../../http/send-page.ts";
import { KeptReadingPage, StillReadingPage } from "../pages/still-reading-pages.tsx";

/** The answer to the mail that asks whether somebody still reads, by its link. */
export function stillReadingRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.use("/still-reading", privatePage());

  app.get("/still-reading", async (c) => {
    const token = c.req.query("token") ?? "";
    const { subscriber } = await openReaderLink(c, ctx, "still-reading", token);
    return sendPage(c, <StillReadingPage {...{ subscriber, token }} {...tokensOf(subscriber.id)} />);
  });

  app.post("/still-reading", async (c) => {
    const subscriber = await keepReading(ctx, (await readForm(c)).first("token"));
    answerInLanguageOf(c, subscriber);
    return sendPage(c, <KeptReadingPage subscriber={subscriber} {...tokensOf(subscriber.id)} />);
  });

  function tokensOf(subscriberId: string) {
    const given = { subscriberId, now: ctx.clock.now() };
    return {
      preferencesToken: makeLinkToken(ctx.config, "preferences", given),
      unsubscribeToken: makeLinkToken(ctx.config, "unsubscribe", given),
    };
  }

  return app;
}
