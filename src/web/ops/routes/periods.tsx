import { Hono } from "hono";
import { cadences } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { listOpenPeriods, type OpenPeriod } from "../../../due/store.ts";
import { NotFoundError, RefusedError } from "../../../errors.ts";
import { publishEdition } from "../../../publish/publish-edition.ts";
import { publishedWords } from "../../../publish/published-words.ts";
import { skipPeriod } from "../../../publish/skip-period.ts";
import { sendPage } from "../../http/send-page.ts";
import type { Access } from "../access.tsx";
import { goOn, knownWord, pageProps } from "../page-request.ts";
import { formatCount } from "../pages/format.ts";
import { DecidePage, type PeriodVerb, periodVerbs } from "../pages/open-periods.tsx";

const path = "/periods/:cadence/:period/:verb";

/** Periods that were not published: an operator publishes or skips them. */
export function periodRoutes(ctx: Context, access: Access): Hono {
  const app = new Hono();

  app.get(path, async (c) => {
    const asked = await requireOpen(ctx, c.req.param());
    return sendPage(c, <DecidePage {...pageProps(ctx, access, c)} {...asked} problem={null} />);
  });

  app.post(path, async (c) => {
    await access.readOwnForm(c);
    const asked = await requireOpen(ctx, c.req.param());
    try {
      return goOn(c, "/ops", await decide(await access.acting(c), asked.open, asked.verb));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const page = <DecidePage {...pageProps(ctx, access, c)} {...asked} problem={error.message} />;
      return sendPage(c, page, { status: error.httpStatus });
    }
  });

  return app;
}

async function requireOpen(
  ctx: Context,
  asked: { cadence: string; period: string; verb: string },
): Promise<{ open: OpenPeriod; verb: PeriodVerb }> {
  const cadence = knownWord(cadences, asked.cadence);
  const verb = knownWord(periodVerbs, asked.verb);
  const open = (await listOpenPeriods(ctx.db, ctx.clock.now())).find(
    (one) => one.cadence === cadence && one.period === asked.period,
  );
  if (!open || !verb)
    throw new NotFoundError("Nothing is to be decided there; somebody may have done it already.");
  return { open, verb };
}

async function decide(ctx: Context, { cadence, period }: OpenPeriod, verb: PeriodVerb): Promise<string> {
  if (verb === "skip") {
    await skipPeriod(ctx, cadence, period);
    return `The ${cadence} edition of ${period} is skipped.`;
  }
  const published = await publishEdition(ctx, { cadence, period, isHeld: false, isNow: false });
  const words = publishedWords(published, { isHeld: false });
  return `${published.editionId} is published: ${formatCount(published.planned)} deliveries.${words ? ` ${words}` : ""}`;
}
