import { and, asc, inArray, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { chunksOf } from "./store.ts";
import { paperSignals } from "./tables.ts";

export type Signal = {
  observedAt: Date;
  upvotes: number;
  comments: number;
  stars: number | null;
  /** Place in the list that was read, from 1; null when that is not known. As it was when a number changed last. */
  position: number | null;
};

/** A signal that a look brought. */
export type SeenSignal = Omit<Signal, "observedAt" | "position"> & { position?: number | null };

/**
 * Adds a signal for each paper whose upvotes, comments or stars differ from the last ones observed before
 * `observedAt`; a position that changed alone adds none. Stars that a source does not tell stay as they were.
 *
 * @returns how many were added.
 */
export async function insertSignals(
  tx: Database,
  list: { paperId: string; signal: SeenSignal }[],
  observedAt: Date,
): Promise<number> {
  let added = 0;
  for (const chunk of chunksOf(list)) {
    const rows = sql.join(
      chunk.map(
        ({ paperId, signal }) =>
          sql`(${paperId}, ${signal.upvotes}::int, ${signal.comments}::int, ${signal.stars}::int, ${signal.position ?? null}::int)`,
      ),
      sql`, `,
    );
    const { rowCount } = await tx.execute(sql`
      insert into paper_signals (paper_id, observed_at, upvotes, comments, stars, position)
      select v.id, ${observedAt.toISOString()}::timestamptz, v.upvotes, v.comments, coalesce(v.stars, last.stars),
        v.position
      from (values ${rows}) as v(id, upvotes, comments, stars, position)
      left join lateral (
        select true as is_known, s.upvotes, s.comments, s.stars from paper_signals s
        where s.paper_id = v.id and s.observed_at <= ${observedAt.toISOString()}::timestamptz
        order by s.observed_at desc limit 1
      ) last on true
      where last.is_known is null
        or (v.upvotes, v.comments, coalesce(v.stars, last.stars)) is distinct from (last.upvotes, last.comments, last.stars)
      on conflict do nothing`);
    added += rowCount ?? 0;
  }
  return added;
}

/** The signals of papers up to an instant, by paper, oldest first. */
export async function listSignalsUpTo(
  db: Database,
  ids: string[],
  until: Date,
): Promise<Map<string, Signal[]>> {
  const byPaper = new Map<string, Signal[]>();
  if (ids.length === 0) return byPaper;
  const rows = await db
    .select()
    .from(paperSignals)
    .where(and(inArray(paperSignals.paperId, ids), sql`${paperSignals.observedAt} <= ${until.toISOString()}`))
    .orderBy(asc(paperSignals.observedAt));
  for (const { paperId, ...signal } of rows) {
    const known = byPaper.get(paperId);
    if (known) known.push(signal);
    else byPaper.set(paperId, [signal]);
  }
  return byPaper;
}
