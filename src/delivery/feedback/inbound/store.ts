import { sql } from "drizzle-orm";
import type { Database } from "../../../db/client.ts";
import type { EventNote } from "../../codes.ts";
import { providerEvents } from "../../tables.ts";
import { noteOfBefore } from "../events-store.ts";
import type { StoredEvent } from "../stored-event.ts";
import { receivedType } from "./received-event.ts";

/** Mails that came in and were not heard yet, the oldest first. */
export async function listWaitingReceived(db: Database, limit: number): Promise<StoredEvent[]> {
  return db
    .select()
    .from(providerEvents)
    .where(sql`applied_at is null and type = ${receivedType}`)
    .orderBy(providerEvents.receivedAt)
    .limit(limit);
}

/** Claims an event for the transaction, and leaves nothing of the mail in it; false when another has heard it. */
export async function claimReceived(tx: Database, id: string, note: EventNote, now: Date): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    update provider_events set applied_at = ${now}, note_code = ${note}, note = ${noteOfBefore(note)}, payload_form = 'reduced',
      payload = jsonb_build_object('type', ${receivedType}::text, 'data', '{}'::jsonb)
    where id = ${id} and applied_at is null`);
  return rowCount === 1;
}

/** Lets those wait again that a worker of the release before put aside, since it did not know what they are. */
export async function recallUnheard(db: Database, receivedAfter: Date): Promise<void> {
  await db.execute(sql`
    update provider_events set applied_at = null, note_code = null, note = null
    where note_code = 'unknown-type' and type = ${receivedType} and received_at > ${receivedAfter}`);
}
