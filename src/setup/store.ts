import { eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { editions } from "../editions/tables.ts";
import { settings } from "../settings/tables.ts";
import { subscribers } from "../subscribers/tables.ts";
import { setups } from "./tables.ts";

/** There is one in an installation. */
const id = "first";

export type SetupRow = typeof setups.$inferSelect;

/** The set-up, locked until the transaction ends; null where none was offered yet. */
export async function lockSetup(tx: Database): Promise<SetupRow | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('paperboy set-up'))`);
  const [row] = await tx.select().from(setups).where(eq(setups.id, id));
  return row ?? null;
}

/** The set-up as it is; null where none was offered. */
export async function findSetup(db: Database): Promise<SetupRow | null> {
  const [row] = await db.select().from(setups).where(eq(setups.id, id));
  return row ?? null;
}

/** Offers it anew under another link; answers stay, and a browser that is in it stays in it. */
export async function putSetupLink(tx: Database, linkHash: string, endsAt: Date): Promise<void> {
  await tx
    .insert(setups)
    .values({ id, linkHash, endsAt, answers: {} })
    .onConflictDoUpdate({ target: setups.id, set: { linkHash, endsAt } });
}

export async function changeSetup(tx: Database, changes: Partial<Omit<SetupRow, "id">>): Promise<void> {
  await tx.update(setups).set(changes).where(eq(setups.id, id));
}

/** Ends a set-up that goes on; safe to repeat. @returns whether one did. */
export async function closeSetup(db: Database, now: Date): Promise<boolean> {
  const { rows } = await db.execute(sql`
    update ${setups} set finished_at = ${now}, link_hash = null, session_hash = null
    where finished_at is null returning id`);
  return rows.length > 0;
}

/**
 * Whether nobody has used the installation: no reader, no edition and no setting. While a set-up goes on, what comes by
 * itself counts for nothing: its own settings and readers, editions of the schedule, and whoever asks a site that mails
 * nobody for a mail.
 */
export async function isUntouched(db: Database, hasSetup: boolean): Promise<boolean> {
  const { rows } = await db.execute<{ used: boolean }>(
    hasSetup
      ? sql`
        select exists (select from ${subscribers} where ${subscribers.state} <> 'pending')
          and not exists (select from ${setups} where ${setups.answers} ? 'readers') as used`
      : sql`
        select exists (select from ${subscribers}) or exists (select from ${editions})
          or exists (select from ${settings}) as used`,
  );
  return rows[0]?.used === false;
}
