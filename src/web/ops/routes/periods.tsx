import { Hono } from "hono";
import { cadences } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { listOpenPeriods, type OpenPeriod } from "../../../due/store.ts";
import { NotFoundError, RefusedError } from "../../../errors.ts";
import { skipPeriod } from "../../../publish/skip-period.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { goOn, knownWord, pageProps } from "../page-request.ts";
import { SkipPage } from "../pages/open-periods.tsx";

const path = "/periods/:cadence/:period/skip";

/** Periods that were not published, and that an operator skips; `errandRoutes` publishes them. */
export function periodRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get(path, async (c) => {
    const open = await requireOpen(ctx, c.req.param());
    return sendPage(c, <SkipPage {...pageProps(ctx, access, c)} open={open} problem={null} />);
  });

  app.post(path, async (c) => {
    await access.readOwnForm(c);
    const open = await requireOpen(ctx, c.req.param());
    try {
      await skipPeriod(await access.acting(c), open.cadence, open.period);
      return goOn(c, "/ops", `The ${open.cadence} edition of ${open.period} is skipped.`);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const page = <SkipPage {...pageProps(ctx, access, c)} open={open} problem={error.message} />;
      return sendPage(c, page, { status: error.httpStatus });
    }
  });

  return app;
}

async function requireOpen(ctx: Context, asked: { cadence: string; period: string }): Promise<OpenPeriod> {
  const cadence = knownWord(cadences, asked.cadence);
  const open = (await listOpenPeriods(ctx.db, ctx.clock.now())).find(
    (one) => one.cadence === cadence && one.period === asked.period,
  );
  if (!open) throw new NotFoundError("Nothing is to be decided there; somebody may have done it already.");
  return open;
}
