import { sql } from "drizzle-orm";
import { localDay } from "../../calendar/local-day.ts";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { nothingSeen, type SeenBefore, type SeenPapers } from "../../digest/seen-papers.ts";
import type { Edition } from "../../editions/edition.ts";

type Reader = { id: string; timezone: string };

/** A paper of an edition that another edition held. */
type HeldPaper = {
  editionId: string;
  paperId: string;
  number: number;
  /** Whether the other edition had it as a late riser. */
  wasLate: boolean;
  /** Whether the edition that is asked for has. */
  isLate: boolean;
};

/**
 * What digests of other editions showed readers of an edition's papers: submitted and uncertain ones, and those that
 * are sealed just now. By reader; who saw none of them is missing. A seal holds its readers (`lockRecipients`), so that
 * no other is made for them until its transaction ends.
 */
export async function listSeenPapers(
  db: Database,
  edition: Pick<Edition, "id" | "papers">,
  readers: Reader[],
): Promise<Map<string, SeenPapers>> {
  const held = readers.length === 0 ? [] : await listHeldElsewhere(db, edition);
  if (held.length === 0) return new Map();
  const zones = new Map(readers.map(({ id, timezone }) => [id, timezone]));
  const rows = await listShown(db, held, [...zones.keys()]);
  return new Map(
    rows.map(({ subscriberId, papers, lateRisers }) => [
      subscriberId,
      {
        papers: new Set(papers),
        lateRisers: lateRisersSeen(lateRisers ?? [], zones.get(subscriberId) ?? "UTC"),
      },
    ]),
  );
}

/** As `listSeenPapers`, of one reader; nothing of nobody. */
export async function findSeenPapers(
  db: Database,
  edition: Pick<Edition, "id" | "papers">,
  reader: Reader | null,
): Promise<SeenPapers> {
  if (reader === null) return nothingSeen;
  return (await listSeenPapers(db, edition, [reader])).get(reader.id) ?? nothingSeen;
}

type LateRiserShown = { paperId: string; wasLate: boolean; isSealed: boolean; at: string };

function lateRisersSeen(shown: LateRiserShown[], timezone: string): Map<string, SeenBefore> {
  const seen = new Map<string, SeenBefore>();
  for (const { paperId, wasLate, isSealed, at } of shown) {
    const day = localDay(new Date(at), timezone);
    const before = seen.get(paperId) ?? { lastOn: day, wasLate: false, isOnItsWay: false };
    seen.set(paperId, {
      lastOn: before.lastOn > day ? before.lastOn : day,
      wasLate: before.wasLate || wasLate,
      isOnItsWay: before.isOnItsWay || isSealed,
    });
  }
  return seen;
}

async function listHeldElsewhere(
  db: Database,
  { id, papers }: Pick<Edition, "id" | "papers">,
): Promise<HeldPaper[]> {
  const { rows } = await db.execute<HeldPaper>(sql`
    select p.edition_id as "editionId", p.paper_id as "paperId", n.number, p.section = 'late' as "wasLate",
      o.is_late as "isLate"
    from unnest(${sqlArray(papers.map((paper) => paper.id))}::text[],
      ${sqlArray(papers.map(({ section }) => String(section === "late")))}::boolean[]) as o(paper_id, is_late)
    join edition_papers p using (paper_id) join paper_numbers n using (paper_id)
    where p.edition_id <> ${id}`);
  return rows;
}

type Shown = { subscriberId: string; papers: string[]; lateRisers: LateRiserShown[] | null };

/** One statement, and so one look: a mail that is settled at this instant is found sealed or settled. */
async function listShown(db: Database, held: HeldPaper[], readerIds: string[]): Promise<Shown[]> {
  const editionIds = sqlArray([...new Set(held.map(({ editionId }) => editionId))]);
  const readers = sqlArray(readerIds);
  const { rows } = await db.execute<Shown>(sql`
    with held as materialized (
      select * from unnest(
        ${sqlArray(held.map((one) => one.editionId))}::text[], ${sqlArray(held.map((one) => one.paperId))}::text[],
        ${sqlArray(held.map((one) => String(one.number)))}::integer[],
        ${sqlArray(held.map((one) => String(one.wasLate)))}::boolean[],
        ${sqlArray(held.map((one) => String(one.isLate)))}::boolean[]
      ) as h(edition_id, paper_id, number, was_late, is_late)
    ), sealed as materialized (
      select d.edition_id, d.subscriber_id, d.choice, b.set_id
      from deliveries d join batches b on b.edition_id = d.edition_id and b.id = d.batch_id
      where d.edition_id in (select id from editions
          where id = any(${editionIds}::text[]) and state in ('sending', 'paused'))
        and d.subscriber_id = any(${readers}::uuid[]) and d.state = 'sealed'
    ), numbered as materialized (
      select edition_id, set_id, paperboy_numbers_of_set(edition_id, set_id) as numbers
      from (select distinct edition_id, set_id from sealed) of_sets
    ), shown as materialized (
      select s.edition_id, s.subscriber_id, false as is_sealed, s.papers from shown_papers s
      where s.edition_id = any(${editionIds}::text[]) and s.subscriber_id = any(${readers}::uuid[])
      union all
      select d.edition_id, d.subscriber_id, true, paperboy_shown_numbers(n.numbers, d.choice)
      from sealed d join numbered n on n.edition_id = d.edition_id and n.set_id is not distinct from d.set_id
    )
    select s.subscriber_id as "subscriberId", array_agg(distinct h.paper_id) as papers,
      json_agg(json_build_object('paperId', h.paper_id, 'wasLate', h.was_late, 'isSealed', s.is_sealed,
        'at', coalesce(b.first_attempt_at, d.due_at))) filter (where h.is_late) as "lateRisers"
    from shown s join held h on h.edition_id = s.edition_id and h.number = any(s.papers)
    left join deliveries d on h.is_late and d.edition_id = s.edition_id and d.subscriber_id = s.subscriber_id
    left join batches b on b.edition_id = d.edition_id and b.id = d.batch_id
    group by s.subscriber_id`);
  return rows;
}
