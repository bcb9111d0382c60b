import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { installationCardPath, makeInstallationCard } from "../../../subscribers/installation-card.ts";

/** Tells which installation this site is, for `paperboy once` and `paperboy doctor`, which ask it at `PUBLIC_URL`. */
export function installationRoutes(ctx: Context): Hono {
  const app = new Hono();
  app.get(installationCardPath, async (c) => {
    c.header("cache-control", "no-store");
    return c.json(await makeInstallationCard(ctx.db, ctx.config.tokens, ctx.clock.now()));
  });
  return app;
}
