import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

/**
 * How many numbers are spilled to disk: some hundred kilobytes, at the least memory that PostgreSQL can be
 * told to keep. A small update finds room in a page that is there already, and so would not notice a full disk.
 */
const spilledRows = 30_000;

/**
 * Writes to the database as its work does, and commits: a server that is read-only, and one whose disk is
 * full, refuse. Leaves one small row for each `name`. @throws the driver's error.
 */
export async function probeDatabase(db: Database, name: string): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local work_mem = '64kB'`);
    await tx.execute(sql`select count(*) from generate_series(1, ${spilledRows}::int)`);
    await tx.execute(sql`
      insert into probes (name, written_at) values (${name}, clock_timestamp())
      on conflict (name) do update set written_at = excluded.written_at`);
  });
}
