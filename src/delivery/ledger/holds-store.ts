import { eq, sql } from "drizzle-orm";
import type { HoldEnd } from "../../config/hold.ts";
import type { Database } from "../../db/client.ts";
import { editions } from "../../editions/tables.ts";
import { editionStep } from "./step.ts";

/** Until when an edition is held, and what happens then. */
export type Deadline = { endsAt: Date; atEnd: HoldEnd };

/** Gives a held edition its deadline. */
export async function writeDeadline(
  tx: Database,
  editionId: string,
  { endsAt, atEnd }: Deadline,
): Promise<void> {
  await tx.update(editions).set({ holdEndsAt: endsAt, atHoldEnd: atEnd }).where(eq(editions.id, editionId));
}

/** The held edition `e` goes by itself by now. */
const isDeadlineOver = (now: Date) => sql`e.at_hold_end = 'go' and e.hold_ends_at <= ${now}`;

/** Held editions that are to go by themselves by now, the longest due first. */
export async function listEndedHolds(db: Database, now: Date): Promise<string[]> {
  const { isAllowed } = editionStep("deadline", "sending", "e.state");
  const { rows } = await db.execute<{ id: string }>(sql`
    select e.id from editions e where ${isAllowed} and ${isDeadlineOver(now)} order by e.hold_ends_at, e.id`);
  return rows.map(({ id }) => id);
}

/** Lets a held edition go whose hold is over; false when it is held no more, or no longer until then. */
export async function endHold(tx: Database, editionId: string, now: Date): Promise<boolean> {
  const { becomes, isAllowed } = editionStep("deadline", "sending", "e.state");
  const { rowCount } = await tx.execute(sql`
    update editions e set state = ${becomes}, released_at = coalesce(released_at, ${now}::timestamptz)
    where e.id = ${editionId} and ${isAllowed} and ${isDeadlineOver(now)}`);
  return rowCount === 1;
}
