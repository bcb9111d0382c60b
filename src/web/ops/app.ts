import { Hono } from "hono";
import type { Context } from "../../context.ts";
import { privatePage } from "../http/security.ts";
import { createAccess } from "./access.tsx";
import { opsAssets } from "./assets.ts";
import { loginRoutes } from "./routes/login.tsx";
import { previewRoutes } from "./routes/preview.tsx";

/** The operators' pages, to be mounted at `/ops`; behind the password, which only their style is not. */
export function createOpsApp(ctx: Context): Hono {
  const app = new Hono();
  const access = createAccess(ctx);
  for (const { path, body, type } of Object.values(opsAssets)) {
    app.get(path.replace(/^\/ops/, ""), (c) => {
      c.header("content-type", type);
      c.header("cache-control", "public, max-age=31536000, immutable");
      return c.body(body);
    });
  }
  app.use(privatePage());
  app.route("/", loginRoutes(access));
  app.use(access.guard);
  app.route("/", previewRoutes(ctx, access));
  return app;
}
