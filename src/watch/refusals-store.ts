import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";

/** Adds refused webhooks to the count of their minute, and forgets counts of days ago. */
export async function addRefusals(db: Database, count: number, now: Date): Promise<void> {
  if (count === 0) return;
  await db.execute(sql`
    insert into webhook_refusals (minute, count) values (date_trunc('minute', ${now}::timestamptz), ${count})
    on conflict (minute) do update set count = webhook_refusals.count + excluded.count`);
  await db.execute(sql`delete from webhook_refusals where minute < ${now}::timestamptz - interval '1 day'`);
}
