import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { isUuid } from "../../../db/is-uuid.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { goOn, pageProps } from "../page-request.ts";
import { SessionsPage } from "../pages/sessions-page.tsx";

/** Who is logged in, and the hand on it. */
export function sessionRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get("/sessions", async (c) =>
    sendPage(c, <SessionsPage {...pageProps(ctx, access, c)} {...(await access.sessions(c))} />),
  );

  app.post("/sessions/end-others", async (c) => {
    await access.readOwnForm(c);
    const ended = await access.endOtherSessions(c);
    const said = ended === 1 ? "One session was ended." : `${ended} sessions were ended.`;
    return goOn(c, "/ops/sessions", ended === 0 ? "No other session was going on." : said);
  });

  app.post("/sessions/:id/end", async (c) => {
    await access.readOwnForm(c);
    const id = c.req.param("id");
    const isEnded = isUuid(id) && (await access.endSession(c, id));
    return goOn(c, "/ops/sessions", isEnded ? "The session is ended." : "The session had ended already.");
  });

  return app;
}
