import { Hono } from "hono";
import { findAccentAsset } from "../../http/accent-assets.ts";
import { assets } from "../../http/assets.ts";
import { lookOf } from "../../http/page-look.tsx";
import { NoSuchPageError } from "../../http/worded-error.ts";

const forEver = "public, max-age=31536000, immutable";

/** The site's own files, kept by browsers for a year since their address changes with their content. */
export function assetRoutes(): Hono {
  const app = new Hono();
  for (const { path, body, type } of Object.values(assets)) {
    app.get(path, (c) => {
      c.header("content-type", type);
      c.header("cache-control", forEver);
      return c.body(body);
    });
  }
  app.get("/assets/:name{(?:accent|icon)-.+}", (c) => {
    const asset = findAccentAsset(c.req.param("name"));
    if (asset === null) throw new NoSuchPageError((say) => say("site.refusal.no-page"));
    c.header("content-type", asset.type);
    // A page of another release asked: that one's content may differ.
    c.header("cache-control", asset.path === c.req.path ? forEver : "public, max-age=300");
    return c.body(asset.body);
  });
  app.get("/favicon.ico", (c) => c.redirect(lookOf(c).icon.path, 302));
  return app;
}
