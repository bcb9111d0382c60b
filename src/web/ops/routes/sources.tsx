import { Hono } from "hono";
import { addDays, dayOf } from "../../../calendar/periods.ts";
import { listRejectedItems, listSourceHealth } from "../../../console/source-health.ts";
import type { Context } from "../../../context.ts";
import { findReposEndpoint } from "../../../papers/repos/store.ts";
import { listOddVotes } from "../../../papers/signals-store.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { pageProps } from "../page-request.ts";
import { SourcesPage } from "../pages/sources-page.tsx";

const shownItems = 100;
/** For so long days are looked at, so that something new may be seen of their papers. */
const shownDays = 14;

/** How the sources of papers answered lately, and what of theirs could not be read. */
export function sourceRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();
  app.get("/sources", async (c) => {
    const since = addDays(dayOf(ctx.clock.now()), -shownDays);
    const [sources, rejected, oddVotes, endpoint] = await Promise.all([
      listSourceHealth(ctx.db),
      listRejectedItems(ctx.db, shownItems),
      listOddVotes(ctx.db, since, shownItems),
      findReposEndpoint(ctx.db),
    ]);
    const repos = { dailyLimit: ctx.config.sources.reposDailyLimit, endpoint };
    return sendPage(
      c,
      <SourcesPage {...pageProps(ctx, access, c)} {...{ sources, rejected, oddVotes, repos }} />,
    );
  });
  return app;
}
