import { and, asc, inArray, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { sqlArray } from "../db/sql-array.ts";
import { wrongClock } from "../db/wrong-clock.ts";
import { type OddMove, oddMoveOf } from "./odd-votes.ts";
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

/** A signal that a look brought; comments and stars that the source does not tell are null. */
type SeenSignal = Omit<Signal, "observedAt" | "comments" | "position"> & {
  comments: number | null;
  position?: number | null;
};

/**
 * Adds a signal for each paper whose upvotes, comments or stars differ from the last ones observed before
 * `observedAt`; a position that changed alone adds none. Comments and stars that a source does not tell stay as they were.
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
      select v.id, ${observedAt.toISOString()}::timestamptz, v.upvotes, coalesce(v.comments, last.comments, 0), coalesce(v.stars, last.stars),
        v.position
      from (values ${rows}) as v(id, upvotes, comments, stars, position)
      left join lateral (
        select true as is_known, s.upvotes, s.comments, s.stars from paper_signals s
        where s.paper_id = v.id and s.observed_at <= ${observedAt.toISOString()}::timestamptz
        order by s.observed_at desc limit 1
      ) last on true
      where last.is_known is null
        or (v.upvotes, coalesce(v.comments, last.comments), coalesce(v.stars, last.stars))
          is distinct from (last.upvotes, last.comments, last.stars)
      on conflict do nothing`);
    added += rowCount ?? 0;
  }
  return added;
}

/** Deletes of some papers what a clock that was ahead wrote: nothing was observed at an instant that has not come. */
export async function deleteSignalsAhead(tx: Database, ids: string[], now: Date): Promise<void> {
  await tx.execute(sql`
    delete from paper_signals where paper_id = any(${sqlArray(ids)}::text[])
      and observed_at > ${now.toISOString()}::timestamptz + ${wrongClock}`);
}

/** A change of a paper's upvotes between two looks, with what may be odd about it. */
export type OddVotes = {
  paperId: string;
  title: string;
  at: Date;
  before: number;
  after: number;
  move: OddMove;
};

/**
 * The odd changes of upvotes (`oddMoveOf`) of papers that Hugging Face listed on a day or later, the latest first,
 * `limit` at the most: of a source that answers at random there are thousands.
 */
export async function listOddVotes(db: Database, sinceDay: string, limit: number): Promise<OddVotes[]> {
  const { rows } = await db.execute<{
    paperId: string;
    title: string;
    at: string;
    before: number;
    after: number;
    withinMs: number;
  }>(sql`
    select p.id as "paperId", p.title, s.at, s.before, s.after,
      extract(epoch from s.at - greatest(s.before_at, (
        select max(r.finished_at) from source_runs r join paper_listings l on l.day = r.day and l.source = r.source
        where l.paper_id = p.id and r.source = 'huggingface' and r.is_ok and r.finished_at < s.at)))::float8 * 1000
        as "withinMs"
    from (
      select paper_id, observed_at as at, upvotes as after, lag(upvotes) over earlier as before,
        lag(observed_at) over earlier as before_at
      from paper_signals
      where paper_id in (select paper_id from paper_listings where day >= ${sinceDay} and source = 'huggingface')
      window earlier as (partition by paper_id order by observed_at)
    ) s join papers p on p.id = s.paper_id
    where s.before is not null and (s.after < s.before or s.after >= 5 * greatest(s.before, 1))
    order by s.at desc, p.id`);
  const odd = rows.flatMap(({ withinMs, at, ...row }) => {
    const move = oddMoveOf({ ...row, withinMs });
    return move === null ? [] : [{ ...row, at: new Date(at), move }];
  });
  return odd.slice(0, limit);
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
