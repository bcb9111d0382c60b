import { inArray, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { isSettingName, type SettingName } from "./registry.ts";
import { settings } from "./tables.ts";

/** What is set, of the settings that this release knows. */
export async function listKeptSettings(db: Database): Promise<{ name: SettingName; value: unknown }[]> {
  const rows = await db.select({ name: settings.name, value: settings.value }).from(settings);
  return rows.flatMap(({ name, value }) => (isSettingName(name) ? [{ name, value }] : []));
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
  const unset = values.filter(([, value]) => value === null).map(([name]) => name);
  if (unset.length > 0) await tx.delete(settings).where(inArray(settings.name, unset));
  const set = values.filter(([, value]) => value !== null);
  if (set.length === 0) return;
  await tx
    .insert(settings)
    .values(set.map(([name, value]) => ({ name, value, changedAt: now })))
    .onConflictDoUpdate({
      target: settings.name,
      set: { value: sql`excluded.value`, changedAt: sql`excluded.changed_at` },
    });
}
