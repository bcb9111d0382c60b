import { and, asc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import type { Validators } from "./sources/http.ts";
import type { RejectedItem, SourceName, SourcePaper } from "./sources/model.ts";
import { storeOrRefuse } from "./store-or-refuse.ts";
import { paperSignals, papers, rejectedItems, sourceRuns, sourceValidators } from "./tables.ts";

export type StoredPaper = Omit<typeof papers.$inferSelect, "search">;
export type Signal = { observedAt: Date; upvotes: number; comments: number; stars: number | null };

/** Rows of one statement; a row has some twenty parameters and PostgreSQL takes 65,535. */
const rowsPerStatement = 500;

/** Every column but the text-search vector, which only the database reads. */
export const paperColumns = {
  id: papers.id,
  title: papers.title,
  abstract: papers.abstract,
  summary: papers.summary,
  authors: papers.authors,
  organization: papers.organization,
  keywords: papers.keywords,
  primaryCategory: papers.primaryCategory,
  categories: papers.categories,
  doi: papers.doi,
  comment: papers.comment,
  publishedAt: papers.publishedAt,
  codeUrl: papers.codeUrl,
  projectUrl: papers.projectUrl,
  discussionUrl: papers.discussionUrl,
  thumbnailUrl: papers.thumbnailUrl,
  firstSeenAt: papers.firstSeenAt,
  updatedAt: papers.updatedAt,
  enrichedAt: papers.enrichedAt,
};

// --- writing ------------------------------------------------------------------

/** Makes everybody who stores papers take turns until the transaction ends. */
export async function lockIngest(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('ingest'))`);
}

/**
 * Inserts papers or completes them. What a source does not say never erases what is known. A source that
 * `owns` titles and texts renews them; any other only fills gaps, so that two sources cannot take turns.
 *
 * @returns how many were new.
 */
export async function upsertPapers(
  tx: Database,
  list: SourcePaper[],
  { now, ownsTexts, isEnrichment = false }: { now: Date; ownsTexts: boolean; isEnrichment?: boolean },
): Promise<{ added: number }> {
  let added = 0;
  const changes = changesOnConflict(ownsTexts);
  const isChanged = sql.join(
    changes.map(({ column, value }) => sql`papers.${sql.identifier(column)} is distinct from ${value}`),
    sql` or `,
  );
  const assignments = sql.join(
    [
      ...changes.map(({ column, value }) => sql`${sql.identifier(column)} = ${value}`),
      sql`updated_at = excluded.updated_at`,
    ],
    sql`, `,
  );
  // The same order in every process: no two wait for each other's rows.
  const sorted = list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const chunk of chunksOf(sorted)) {
    const rows = sql.join(
      chunk.map((paper) => rowOf(paper, now, isEnrichment)),
      sql`, `,
    );
    const { rows: written } = await tx.execute<{ added: boolean }>(sql`
      insert into papers (id, title, abstract, summary, authors, organization, keywords, primary_category,
        categories, doi, comment, published_at, code_url, project_url, discussion_url, thumbnail_url,
        first_seen_at, updated_at, enriched_at)
      values ${rows}
      on conflict (id) do update set ${assignments} where ${isChanged}
      returning (xmax = 0) as added`);
    added += written.filter((row) => row.added).length;
  }
  return { added };
}

/** Notes that a source listed papers on a day. */
export async function insertListings(
  tx: Database,
  { day, source, ids, now }: { day: string; source: SourceName; ids: string[]; now: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`
    insert into paper_listings (day, source, paper_id, first_seen_at)
    select ${day}::date, ${source}, id, ${now.toISOString()}::timestamptz from unnest(${textArray(ids)}) as id
    on conflict do nothing`);
}

/**
 * Adds a signal for each paper whose numbers differ from the last ones observed before `observedAt`.
 * Stars that a source does not tell stay as they were.
 *
 * @returns how many were added.
 */
export async function insertSignals(
  tx: Database,
  list: { paperId: string; signal: Omit<Signal, "observedAt"> }[],
  observedAt: Date,
): Promise<number> {
  let added = 0;
  for (const chunk of chunksOf(list)) {
    const rows = sql.join(
      chunk.map(
        ({ paperId, signal }) =>
          sql`(${paperId}, ${signal.upvotes}::int, ${signal.comments}::int, ${signal.stars}::int)`,
      ),
      sql`, `,
    );
    const { rowCount } = await tx.execute(sql`
      insert into paper_signals (paper_id, observed_at, upvotes, comments, stars)
      select v.id, ${observedAt.toISOString()}::timestamptz, v.upvotes, v.comments, coalesce(v.stars, last.stars)
      from (values ${rows}) as v(id, upvotes, comments, stars)
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

/** Makes the rejected items of a source's day be these. */
export async function replaceRejected(
  tx: Database,
  { day, source, items, now }: { day: string; source: SourceName; items: RejectedItem[]; now: Date },
): Promise<void> {
  const ids = items.map((item) => item.id);
  await tx.execute(
    sql`delete from rejected_items where day = ${day} and source = ${source} and not (item_id = any(${textArray(ids)}))`,
  );
  await addRejected(tx, { day, source, items, now });
}

/** Keeps rejected items beside those that are there. */
export async function addRejected(
  tx: Database,
  { day, source, items, now }: { day: string; source: SourceName; items: RejectedItem[]; now: Date },
): Promise<void> {
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const chunk of chunksOf([...byId.values()])) {
    const rows = chunk.map(({ id, reason, payload }) => ({
      source,
      day,
      itemId: id,
      reason: reason.replaceAll(/[\p{Cc}\p{Cs}]+/gu, " "),
      payload: storableJson(payload),
      firstSeenAt: now,
    }));
    const { refused } = await storeOrRefuse(tx, rows, insertRejected);
    for (const { item } of refused) await insertRejected(tx, [{ ...item, payload: null }]);
  }
}

async function insertRejected(tx: Database, rows: (typeof rejectedItems.$inferInsert)[]): Promise<void> {
  await tx
    .insert(rejectedItems)
    .values(rows)
    .onConflictDoUpdate({
      target: [rejectedItems.source, rejectedItems.day, rejectedItems.itemId],
      set: { reason: sql`excluded.reason`, payload: sql`excluded.payload` },
    });
}

export async function insertSourceRun(tx: Database, run: typeof sourceRuns.$inferInsert): Promise<void> {
  await tx.insert(sourceRuns).values(run);
}

export async function upsertValidators(tx: Database, validators: Validators, now: Date): Promise<void> {
  const { url, etag, lastModified } = validators;
  await tx
    .insert(sourceValidators)
    .values({ url, etag, lastModified, seenAt: now })
    .onConflictDoUpdate({ target: sourceValidators.url, set: { etag, lastModified, seenAt: now } });
}

/** Notes that arXiv answered for these ids, also where it knew nothing. */
export async function markEnriched(tx: Database, ids: string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.update(papers).set({ enrichedAt: now }).where(inArray(papers.id, ids));
}

// --- reading ------------------------------------------------------------------

/** In no particular order. */
export async function findPapers(db: Database, ids: string[]): Promise<StoredPaper[]> {
  return ids.length === 0 ? [] : db.select(paperColumns).from(papers).where(inArray(papers.id, ids));
}

export type ListedPaper = {
  paper: StoredPaper;
  /** The latest of the asked days on which it was listed. */
  day: string;
  /** Whether a source that counts votes lists it. */
  isVotedOn: boolean;
};

/** The papers that any source listed on one of the days, each once, by id. */
export async function papersListedOn(db: Database, days: string[]): Promise<ListedPaper[]> {
  const { rows } = await db.execute<{ id: string; day: string; voted: boolean }>(sql`
    select paper_id as id, max(day)::text as day, bool_or(source = 'huggingface') as voted
    from paper_listings where day = any(${textArray(days)}::date[]) group by paper_id order by paper_id`);
  const found = new Map(
    (
      await findPapers(
        db,
        rows.map((row) => row.id),
      )
    ).map((paper) => [paper.id, paper]),
  );
  return rows.flatMap(({ id, day, voted }) => {
    const paper = found.get(id);
    return paper ? [{ paper, day, isVotedOn: voted }] : [];
  });
}

/** The first day on which each of these papers was listed. */
export async function firstListedDays(db: Database, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await db.execute<{ id: string; day: string }>(sql`
    select paper_id as id, min(day)::text as day from paper_listings
    where paper_id = any(${textArray(ids)}) group by paper_id`);
  return new Map(rows.map((row) => [row.id, row.day]));
}

/** The signals of papers up to an instant, by paper, oldest first. */
export async function signalsUpTo(db: Database, ids: string[], until: Date): Promise<Map<string, Signal[]>> {
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

/** The ids that a source ever listed on a day, in order. */
export async function listedIds(db: Database, day: string, source: SourceName): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select paper_id as id from paper_listings where day = ${day} and source = ${source} order by id`,
  );
  return rows.map((row) => row.id);
}

/** The kept rejections of a source's day, by item id. */
export async function rejectedOn(db: Database, day: string, source: SourceName): Promise<RejectedItem[]> {
  const rows = await db
    .select()
    .from(rejectedItems)
    .where(and(eq(rejectedItems.day, day), eq(rejectedItems.source, source)))
    .orderBy(asc(rejectedItems.itemId));
  return rows.map(({ itemId, reason, payload }) => ({ source, id: itemId, reason, payload }));
}

export async function findValidators(db: Database, url: string): Promise<Validators | null> {
  const [row] = await db.select().from(sourceValidators).where(eq(sourceValidators.url, url));
  return row ? { url, etag: row.etag, lastModified: row.lastModified } : null;
}

/**
 * The ids of a day's papers that arXiv should be asked about: those it never answered for, those it did not
 * know some hours ago, and those whose answer is old.
 */
export async function idsToEnrich(db: Database, day: string, now: Date): Promise<string[]> {
  const at = now.toISOString();
  const { rows } = await db.execute<{ id: string }>(sql`
    select p.id from papers p
    where exists (select 1 from paper_listings l where l.paper_id = p.id and l.day = ${day})
      and (p.enriched_at is null
        or p.enriched_at < ${at}::timestamptz - interval '14 days'
        or (p.primary_category is null and p.enriched_at < ${at}::timestamptz - interval '6 hours'))
    order by p.id`);
  return rows.map((row) => row.id);
}

/**
 * The sources, by name, whose last look at some day of these failed and that were not heard after its close: what
 * is known of them may not be what they closed with.
 */
export async function missingSources(db: Database, days: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ source: string }>(sql`
    select distinct source from (
      select source, (array_agg(is_ok order by started_at desc, id desc))[1] as was_heard_last,
        bool_or(is_ok and ${afterClose}) as was_heard_after_close
      from source_runs where day = any(${textArray(days)}::date[]) group by source, day
    ) looks where not was_heard_last and not was_heard_after_close order by source`);
  return rows.map((row) => row.source);
}

/** Of some days, those of which Hugging Face has not been heard after their close (UTC midnight), in the same order. */
export async function unheardDays(db: Database, days: string[]): Promise<string[]> {
  const { rows } = await db.execute<{ day: string }>(sql`
    select n.day::text as day from unnest(${textArray(days)}::date[]) with ordinality as n(day, place)
    where not exists (
      select from source_runs where source = 'huggingface' and is_ok and source_runs.day = n.day and ${afterClose}
        -- A list of items that are all unreadable is not an empty one.
        and (papers > 0 or rejected = 0))
    order by place`);
  return rows.map((row) => row.day);
}

/** Whether any source listed a paper on one of the days. */
export async function hasPapers(db: Database, days: string[]): Promise<boolean> {
  const { rows } = await db.execute(
    sql`select from paper_listings where day = any(${textArray(days)}::date[]) limit 1`,
  );
  return rows.length > 0;
}

/** A source run that began when its day was over. */
const afterClose = sql`source_runs.started_at >= (source_runs.day + 1)::timestamp at time zone 'UTC'`;

// --- helpers ------------------------------------------------------------------

function rowOf(paper: SourcePaper, now: Date, isEnrichment: boolean): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`(${paper.id}, ${paper.title}, ${paper.abstract}, ${paper.summary}, ${textArray(paper.authors)},
    ${paper.organization}, ${textArray(paper.keywords)}, ${paper.primaryCategory}, ${textArray(paper.categories)},
    ${paper.doi}, ${paper.comment}, ${paper.publishedAt.toISOString()}::timestamptz, ${paper.codeUrl},
    ${paper.projectUrl}, ${paper.discussionUrl}, ${paper.thumbnailUrl}, ${at}, ${at},
    ${isEnrichment ? at : sql`null::timestamptz`})`;
}

/** What becomes of each column when the paper is known already. */
function changesOnConflict(ownsTexts: boolean): { column: string; value: SQL }[] {
  const text = (column: string) => {
    const [known, given] = [sql`papers.${sql.identifier(column)}`, sql`excluded.${sql.identifier(column)}`];
    const [first, second] = ownsTexts ? [given, known] : [known, given];
    return { column, value: sql`coalesce(nullif(${first}, ''), ${second})` };
  };
  const list = (column: string) => {
    const [known, given] = [sql`papers.${sql.identifier(column)}`, sql`excluded.${sql.identifier(column)}`];
    return { column, value: sql`case when cardinality(${given}) > 0 then ${given} else ${known} end` };
  };
  const given = (column: string) => ({
    column,
    value: sql`coalesce(excluded.${sql.identifier(column)}, papers.${sql.identifier(column)})`,
  });
  const isLonger = ownsTexts ? sql`>=` : sql`>`;
  return [
    text("title"),
    text("abstract"),
    text("summary"),
    text("organization"),
    // Hugging Face may list fewer authors than arXiv; never the other way round.
    {
      column: "authors",
      value: sql`case when cardinality(excluded.authors) ${isLonger} cardinality(papers.authors) then excluded.authors else papers.authors end`,
    },
    list("keywords"),
    list("categories"),
    given("primary_category"),
    given("doi"),
    given("comment"),
    { column: "published_at", value: sql`least(papers.published_at, excluded.published_at)` },
    given("code_url"),
    given("project_url"),
    given("discussion_url"),
    given("thumbnail_url"),
    given("enriched_at"),
  ];
}

/** A text array as one parameter, in PostgreSQL's own form. */
function textArray(texts: string[]): SQL {
  const literal = texts.map((text) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`).join(",");
  return sql`${`{${literal}}`}::text[]`;
}

const mostJson = 100_000;

/** jsonb knows neither U+0000 nor half a surrogate pair; an item with one is kept as text. */
function storableJson(payload: unknown): unknown {
  const json = JSON.stringify(payload) ?? "null";
  if (json.length <= mostJson && !/\\u(?:0000|d[89a-f])/i.test(json)) return payload ?? null;
  return json.slice(0, mostJson).replaceAll(/\p{Surrogate}/gu, "\ufffd");
}

function* chunksOf<T>(list: T[]): Generator<T[]> {
  for (let start = 0; start < list.length; start += rowsPerStatement) {
    yield list.slice(start, start + rowsPerStatement);
  }
}
