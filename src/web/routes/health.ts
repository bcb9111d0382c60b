import { sql } from "drizzle-orm";
import { Hono } from "hono";
import type { Context } from "../../context.ts";

/** Whether the process lives, and whether it can serve. */
export function healthRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    try {
      await ctx.db.execute(sql`select 1`);
      return c.json({ status: "ok" });
    } catch (error) {
      ctx.log.warn({ err: error }, "not ready");
      return c.json({ status: "unavailable", reason: "the database does not answer" }, 503);
    }
  });
  return app;
}
