import { Hono } from "hono";
import { cadences } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { evaluateEditions } from "../../../editions/evaluate-editions.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { knownWord, pageNumber, pageProps } from "../page-request.ts";
import { RankingPage } from "../pages/ranking-page.tsx";

/** How the orders of past editions met what the votes became. */
export function rankingRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();
  app.get("/ranking", async (c) => {
    const cadence = knownWord(cadences, c.req.query("cadence")) ?? "daily";
    const evaluation = await evaluateEditions(ctx.db, {
      cadence,
      page: pageNumber(c),
      now: ctx.clock.now(),
    });
    return sendPage(c, <RankingPage {...pageProps(ctx, access, c)} evaluation={evaluation} />);
  });
  return app;
}
