import { Hono } from "hono";
import { LRUCache } from "lru-cache";
import { comparisons, lookPair } from "../../../browse/moves.ts";
import { listLooksAtPapers, type MovedPaper, rankWithMoves } from "../../../browse/today.ts";
import { dayOf } from "../../../calendar/periods.ts";
import type { Context } from "../../../context.ts";
import { sendPage } from "../../http/send-page.ts";
import { findSignedReader, isSigned, privateWhenSigned } from "../find-signed-reader.ts";
import { ForReader } from "../pages/signed-reader.tsx";
import { TodayPage } from "../pages/today-page.tsx";

const maxAgeSeconds = 60;

/** The day that runs, with who has moved since the look before, or since the day's first: `?since=start`. */
export function todayRoutes(ctx: Context): Hono {
  const app = new Hono();
  /** Ranking reads the votes of months: once for each look, and whoever asks meanwhile waits for the same answer. */
  const ranked = new LRUCache<string, Promise<MovedPaper[]>>({ max: 4 });
  app.use("/today", privateWhenSigned());

  app.get("/today", async (c) => {
    const now = ctx.clock.now();
    const day = dayOf(now);
    const comparison = comparisons.find((one) => one === c.req.query("since")) ?? "look";
    const looks = lookPair(await listLooksAtPapers(ctx.db, day, now), comparison);
    const papers = looks === null ? [] : await rankOnce({ day, ...looks });
    const page = <TodayPage day={day} comparison={comparison} looks={looks} papers={papers} />;
    if (!isSigned(c)) return sendPage(c, page, { maxAgeSeconds });
    const ids = papers.map(({ paper }) => paper.id);
    return sendPage(c, <ForReader reader={await findSignedReader(ctx, c, ids)}>{page}</ForReader>);
  });

  function rankOnce(asked: { day: string; look: Date; before: Date | null }): Promise<MovedPaper[]> {
    const key = JSON.stringify(asked);
    const known = ranked.get(key);
    if (known !== undefined) return known;
    const fresh = rankWithMoves(ctx.db, asked);
    ranked.set(key, fresh);
    fresh.catch(() => ranked.delete(key));
    return fresh;
  }

  return app;
}
