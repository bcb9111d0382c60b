import { sql } from "drizzle-orm";
import type { Database } from "../../src/db/client.ts";

/** Every row of every table of all schemas but PostgreSQL's own, as JSON text by the name of its table. */
export async function dumpTables(db: Database): Promise<Map<string, string[]>> {
  const { rows: tables } = await db.execute<{ name: string }>(sql`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`);
  const dump = new Map<string, string[]>();
  for (const { name } of tables) {
    const { rows } = await db.execute<{ row: string }>(
      sql`select to_jsonb(t)::text as row from ${sql.raw(name)} t`,
    );
    dump.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return dump;
}

/** The rows that hold one of the texts, in any case; bytes are searched too. */
export function rowsHolding(dump: Map<string, string[]>, texts: string[]): string[] {
  const needles = texts.flatMap((text) => [
    text.toLowerCase(),
    Buffer.from(text).toString("hex"),
    Buffer.from(text).toString("base64").replaceAll("=", "").toLowerCase(),
    encodeURIComponent(text).toLowerCase(),
  ]);
  return [...dump].flatMap(([table, rows]) =>
    rows
      .filter((row) => needles.some((needle) => row.toLowerCase().includes(needle)))
      .map((row) => `${table}: ${row.slice(0, 300)}`),
  );
}
