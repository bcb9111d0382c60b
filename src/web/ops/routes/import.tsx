import { Hono } from "hono";
import type { Context } from "../../../context.ts";
import { importSubscribers } from "../../../subscribers/lists/import-subscribers.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { createImportRounds } from "../import-round.ts";
import { pageProps } from "../page-request.ts";
import { ImportPage, noImport } from "../pages/import-page.tsx";

/** Subscribers from a list. */
export function importRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();
  const takeRound = createImportRounds();

  app.get("/subscribers/import", (c) =>
    sendPage(c, <ImportPage {...pageProps(ctx, access, c)} {...noImport} />),
  );

  app.post("/subscribers/import", async (c) => {
    const { shown, status } = await takeRound(c, {
      assertOwnToken: (token) => access.assertOwnToken(c, token),
      run: async (input) => importSubscribers(await access.acting(c), input),
    });
    return sendPage(c, <ImportPage {...pageProps(ctx, access, c)} {...shown} />, { status });
  });

  return app;
}
