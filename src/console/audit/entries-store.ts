import { and, desc, eq, gte, lt, or, type SQL, sql } from "drizzle-orm";
import { auditEntries } from "../../audit/tables.ts";
import { addDays } from "../../calendar/periods.ts";
import type { Database } from "../../db/client.ts";

export type AuditEntry = typeof auditEntries.$inferSelect;

/** What of the trail is wanted; nothing given is all of it. */
export type AuditFilter = {
  /** A verb, or what stands before its dot: `edition` for all that was done to editions. */
  verb?: string;
  /** A part of a name, whatever its case, or a kind of actor, such as `program`. */
  who?: string;
  /** The beginning of an id. */
  subject?: string;
  /** UTC, `YYYY-MM-DD`. */
  day?: string;
};

/** Entries that were recorded before the one with the id `before`, the latest first; null begins with the latest. */
export function pageEntries(
  db: Database,
  filter: AuditFilter,
  { before, limit }: { before: number | null; limit: number },
): Promise<AuditEntry[]> {
  const older = before === null ? undefined : lt(auditEntries.id, before);
  return db
    .select()
    .from(auditEntries)
    .where(and(older, ...wanted(filter)))
    .orderBy(desc(auditEntries.id))
    .limit(limit);
}

function wanted({ verb, who, subject, day }: AuditFilter): (SQL | undefined)[] {
  const { verb: verbs, actorKind, actorName, subject: subjects, at } = auditEntries;
  return [
    verb ? or(eq(verbs, verb), sql`starts_with(${verbs}, ${`${verb}.`})`) : undefined,
    who
      ? or(sql`${actorKind} = ${who.toLowerCase()}`, sql`strpos(lower(${actorName}), lower(${who})) > 0`)
      : undefined,
    subject ? sql`starts_with(${subjects}, ${subject})` : undefined,
    day ? gte(at, startOfDay(day)) : undefined,
    day ? lt(at, startOfDay(addDays(day, 1))) : undefined,
  ];
}

const startOfDay = (day: string) => new Date(`${day}T00:00:00Z`);

/** Every verb of which something is recorded, in the order of the alphabet. */
export async function listRecordedVerbs(db: Database): Promise<string[]> {
  const { rows } = await db.execute<{ verb: string }>(
    sql`select distinct verb from audit_entries order by verb`,
  );
  return rows.map(({ verb }) => verb);
}
