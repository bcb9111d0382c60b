import { Hono } from "hono";
import type { LogoType } from "../../../brand/inspect-logo.ts";
import { logoPath } from "../../../brand/logo-path.ts";
import type { Context } from "../../../context.ts";
import { findMailedLogo } from "../../../digest/logos-store.ts";
import { NoSuchPageError } from "../../http/worded-error.ts";

/** A logo that is opened by itself is a picture: it runs nothing and loads nothing. */
const policy = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** The installation's logo, and those of before that mails show. Their addresses change with them. */
export function brandRoutes({ db, settings }: Pick<Context, "db" | "settings">): Hono {
  const app = new Hono();
  let reading: Promise<void> | null = null;

  app.get("/brand/:file{logo[.][0-9a-f]{16}[.](?:png|jpg)}", async (c) => {
    const [, hash = ""] = c.req.param("file").split(".");
    const found = current(hash) ?? (await findMailedLogo(db, hash)) ?? (await justSet(hash));
    if (found === null || logoPath({ hash, type: found.type }) !== c.req.path)
      throw new NoSuchPageError((say) => say("site.refusal.no-page"));
    c.header("content-type", found.type);
    c.header("content-security-policy", policy);
    c.header("x-content-type-options", "nosniff");
    c.header("cache-control", "public, max-age=31536000, immutable");
    c.header("content-length", String(found.bytes.length));
    return c.body(new Uint8Array(found.bytes));
  });

  return app;

  function current(hash: string): { type: LogoType; bytes: Buffer } | null {
    const { logo } = settings.current().brand;
    return logo?.hash === hash ? { type: logo.type, bytes: Buffer.from(logo.base64, "base64") } : null;
  }

  /**
   * Another process may have answered a page with a logo that this one has not read yet. However many ask for what there
   * is not, settings are read once at a time.
   */
  async function justSet(hash: string) {
    reading ??= settings.refresh().finally(() => {
      reading = null;
    });
    await reading;
    return current(hash);
  }
}
