import { sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { isSettingName, type SettingName } from "./registry.ts";
import { settings } from "./tables.ts";

export type KeptSetting = { name: SettingName; value: unknown; changedAt: Date };

/** What was ever set, of the settings that this release knows; a value of null is as it comes again. */
export async function listKeptSettings(db: Database): Promise<KeptSetting[]> {
  const rows = await db.select().from(settings);
  return rows.flatMap(({ name, ...row }) => (isSettingName(name) ? [{ name, ...row }] : []));
}

/** Tells what is set now from what was set before, without fetching the values. */
export async function readSettingsMark(db: Database): Promise<string> {
  const rows = await db
    .select({ name: settings.name, hash: sql<string>`md5(${settings.value}::text)` })
    .from(settings)
    .orderBy(settings.name);
  return JSON.stringify(rows);
}

/** Until the transaction ends, nobody else changes settings. */
export async function lockSettings(tx: Database): Promise<void> {
  await tx.execute(sql`lock table ${settings} in share row exclusive mode`);
}

/** @param values by name; null leaves the setting as it comes. */
export async function writeSettings(
  tx: Database,
  values: [name: SettingName, value: unknown][],
  now: Date,
): Promise<void> {
  await tx
    .insert(settings)
    .values(
      // As text: the driver would take null for no value at all, and a list for one of PostgreSQL's arrays.
      values.map(([name, value]) => ({ name, value: sql`${JSON.stringify(value)}::jsonb`, changedAt: now })),
    )
    .onConflictDoUpdate({
      target: settings.name,
      set: { value: sql`excluded.value`, changedAt: sql`excluded.changed_at` },
    });
}
