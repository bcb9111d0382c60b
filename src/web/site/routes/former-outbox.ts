import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { privatePage } from "../../http/security.ts";

/** The local mailbox's former addresses lead to where it is now, behind the guard of `/ops`. */
export function formerOutboxRoutes(ctx: Context): Hono {
  const app = new Hono();
  if (ctx.config.mail.transport !== "outbox") return app;
  app.use("/outbox", privatePage());
  app.use("/outbox/*", privatePage());
  // Without the query, which named a reader's address.
  app.get("/outbox", (c) => c.redirect("/ops/outbox", 308));
  app.get("/outbox/:id/:view?", (c) => {
    const { id, view } = c.req.param();
    const parts = [id, ...(view === undefined ? [] : [view])].map(encodeURIComponent);
    return c.redirect(`/ops/outbox/${parts.join("/")}`, 308);
  });
  return app;
}
