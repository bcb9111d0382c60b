import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import type { BatchKey } from "../ledger/batches-store.ts";
import type { MailResult } from "../mailers/mailer.ts";
import { type NamedRefusal, nameRefusal } from "../mailers/refusal-key.ts";

/** So many mails of one request that are refused for one thing which names no field are not each one's fault. */
const manyMails = 10;

/** So long is a reason asked about again that only some mails of a request met; then it is those mails'. */
const doubtHours = 1;

/**
 * The refusals of an answer that concern all mails, by what it says and by what the edition's other batches met. The
 * caller holds the edition still, so that of two batches that meet one reason at once the second sees the first.
 */
export async function judgeRefusals(
  tx: Database,
  batch: BatchKey,
  results: MailResult[],
  now: Date,
): Promise<NamedRefusal[]> {
  const ofAll: NamedRefusal[] = [];
  for (const [key, { words, isNamed, count }] of countRefusals(results)) {
    if (isNamed || count >= manyMails || (await isMetByOthers(tx, batch, key, now)))
      ofAll.push({ key, words });
  }
  return ofAll;
}

type RefusalCount = { words: string; isNamed: boolean; count: number };

/** Refusals that may concern all mails, by their keys. */
function countRefusals(results: MailResult[]): Map<string, RefusalCount> {
  const counts = new Map<string, RefusalCount>();
  for (const result of results) {
    if (result.kind !== "refused" || result.concerns === undefined) continue;
    const { key, words } = nameRefusal(result.reason);
    const known = counts.get(key);
    const isNamed = result.concerns === "all" || (known?.isNamed ?? false);
    counts.set(key, { words, isNamed, count: (known?.count ?? 0) + 1 });
  }
  return counts;
}

/**
 * Whether another batch was refused for the same reason, and no batch was accepted whole since: then the reason is
 * likely shared by all mails. A batch that waited because of it and is refused again is believed too, until another
 * batch is accepted, and for an hour at most where the batch that it was split from was accepted in part.
 */
async function isMetByOthers(tx: Database, batch: BatchKey, key: string, now: Date): Promise<boolean> {
  const acceptedSince = (instant: ReturnType<typeof sql>) => sql`exists (
    select from batches a where a.edition_id = ${batch.editionId} and a.id <> ${batch.id} and a.state = 'settled'
      and a.settled_at > ${instant} and a.refused_key is null
      and exists (select from deliveries d
        where d.edition_id = ${batch.editionId} and d.batch_id = a.id and d.state = 'submitted')
      and not exists (select from deliveries d
        where d.edition_id = ${batch.editionId} and d.batch_id = a.id and d.state = 'failed' and d.refusal_key = ${key}))`;
  const { rows } = await tx.execute<{ isMet: boolean }>(sql`
    select case when own.refused_key = ${key} then
        not ${acceptedSince(sql`own.refused_at`)} and (
          own.refused_at > ${now}::timestamptz - make_interval(hours => ${doubtHours})
          or not exists (select from deliveries d
            where d.edition_id = ${batch.editionId} and d.batch_id = own.parent_id and d.state = 'submitted'))
      else exists (
        select from batches o where o.edition_id = ${batch.editionId} and o.id <> own.id and o.state = 'settled'
          and exists (select from deliveries d
            where d.edition_id = ${batch.editionId} and d.batch_id = o.id and d.state = 'failed' and d.refusal_key = ${key})
          and not ${acceptedSince(sql`o.settled_at`)})
      end as "isMet"
    from batches own where own.edition_id = ${batch.editionId} and own.id = ${batch.id}`);
  return rows[0]?.isMet ?? false;
}
