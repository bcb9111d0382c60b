import { Hono } from "hono";
import { assets } from "../../http/assets.ts";

/** The site's own files, kept by browsers for a year since their address changes with their content. */
export function assetRoutes(): Hono {
  const app = new Hono();
  for (const { path, body, type } of Object.values(assets)) {
    app.get(path, (c) => {
      c.header("content-type", type);
      c.header("cache-control", "public, max-age=31536000, immutable");
      return c.body(body);
    });
  }
  app.get("/favicon.ico", (c) => c.redirect(assets.icon.path, 302));
  return app;
}
