import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";

/** What became of the editions of the last while for a reader, as far as it tells of a silence. */
export type ReaderSilence = {
  /** When a digest last left for them, or is about to: a quiet mail is none. Null when none did in that while. */
  lastMailedAt: Date | null;
  /** The editions that had too little for them, with the hour at which each was due. */
  without: { dueAt: Date; reason: string }[];
  /** A quiet mail told them, and no digest has left for them since. */
  isTold: boolean;
};

/** States of a delivery whose mail has come, may have, or is about to. */
const mayCome = sql.raw("('sealed', 'submitted', 'uncertain')");

/** Of a quiet mail beside its delivery `d`: of those of retired editions, which have none, only they are kept that came. */
const mayHaveCome = sql`(d.state in ${mayCome} or d.state is null)`;

/**
 * By reader, what the editions that were published since an instant brought them, but one edition. One statement for
 * all readers of a batch, each looked up by keys.
 */
export async function listSilences(
  db: Database,
  editionId: string,
  readerIds: string[],
  since: Date,
): Promise<Map<string, ReaderSilence>> {
  if (readerIds.length === 0) return new Map();
  type Row = {
    id: string;
    lastMailedAt: string | null;
    without: { dueAt: string; reason: string }[] | null;
    isTold: boolean;
  };
  const { rows } = await db.execute<Row>(sql`
    select r.id, h."lastMailedAt", h.without,
      exists (
        select from quiet_mails q left join deliveries d using (edition_id, subscriber_id)
        where q.subscriber_id = r.id and q.edition_id <> ${editionId} and ${mayHaveCome}
          and not exists (select from deliveries n
            where n.edition_id = q.ended_by and n.edition_id <> ${editionId} and n.subscriber_id = q.subscriber_id and n.state in ${mayCome})
      ) as "isTold"
    from unnest(${sqlArray(readerIds)}::uuid[]) as r(id)
    cross join lateral (
      select max(coalesce(d.submitted_at, d.due_at)) filter (where d.state in ${mayCome} and not exists (
          select from quiet_mails q where q.edition_id = d.edition_id and q.subscriber_id = d.subscriber_id)) as "lastMailedAt",
        json_agg(json_build_object('dueAt', d.due_at, 'reason', d.reason_code)) filter (
          where d.state = 'excluded' and d.reason_code in ('no-match', 'too-few-matches', 'no-paper-left')) as without
      from deliveries d where d.subscriber_id = r.id and d.edition_id = any(array(
        select e.id from editions e where e.published_at > ${since} and e.id <> ${editionId}))
    ) h`);
  return new Map(
    rows.map(({ id, lastMailedAt, without, isTold }) => [
      id,
      {
        lastMailedAt: lastMailedAt === null ? null : new Date(lastMailedAt),
        without: (without ?? []).map(({ dueAt, reason }) => ({ dueAt: new Date(dueAt), reason })),
        isTold,
      },
    ]),
  );
}

/** Whether a quiet mail of any edition is noted of one of some readers: seldom, so that the rest need not be looked for. */
export async function isAnyQuiet(db: Database, readerIds: string[]): Promise<boolean> {
  const { rows } = await db.execute<{ isAny: boolean }>(sql`
    select exists (select from quiet_mails where subscriber_id = any(${sqlArray(readerIds)}::uuid[])) as "isAny"`);
  return rows[0]?.isAny ?? false;
}

/**
 * Notes who of a batch gets a quiet mail of an edition and who a digest, which ends a silence that was told before. May
 * be repeated with other readers in either, as a batch is sealed anew.
 *
 * @param all readers of the batch, also who gets neither.
 */
export async function noteQuietMails(
  tx: Database,
  editionId: string,
  { quiet, digests, all }: { quiet: string[]; digests: string[]; all: string[] },
): Promise<void> {
  await tx.execute(sql`
    with undone as (
      delete from quiet_mails where edition_id = ${editionId} and subscriber_id = any(${sqlArray(all)}::uuid[])
        and subscriber_id <> all(${sqlArray(quiet)}::uuid[])
    ), ended as (
      update quiet_mails q set ended_by = ${editionId}
      where subscriber_id = any(${sqlArray(digests)}::uuid[]) and edition_id <> ${editionId}
        and (ended_by is null or coalesce(paperboy_state_of(q.ended_by, q.subscriber_id), '') not in ${mayCome})
    )
    insert into quiet_mails (edition_id, subscriber_id)
    select ${editionId}, id from unnest(${sqlArray(quiet)}::uuid[]) as r(id) on conflict do nothing`);
}
