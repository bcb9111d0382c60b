import { sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import type { BreakerFacts } from "../../editions/pause-facts.ts";
import type { pausers } from "../../editions/tables.ts";
import { batchStates, isOpenBatch } from "../tables.ts";
import { type BatchKey, setOfRequest } from "./batches-store.ts";
import { editionStep, type Step } from "./step.ts";

/**
 * The edition's state, held still until the transaction ends: a pause or a revision waits for the seal, or the seal for
 * it. It also tells a trigger that who seals here chooses by the edits of a set, as workers of the release before do not.
 */
export async function lockEditionState(tx: Database, editionId: string): Promise<string | null> {
  const { rows } = await tx.execute<{ state: string }>(sql`
    select e.state, set_config('paperboy.applies_edits', 'yes', true) from editions e where e.id = ${editionId} for share`);
  return rows[0]?.state ?? null;
}

/** Holds an edition's row until the transaction ends: no batch of it is sealed meanwhile. */
export async function lockEdition(tx: Database, editionId: string): Promise<void> {
  await tx.execute(sql`select from editions where id = ${editionId} for no key update`);
}

/**
 * Takes up again what was marked as sent while a batch was being planned anew: the mark and the plan may
 * be written at the same instant.
 */
export async function reopenEditions(db: Database): Promise<void> {
  const { becomes, isAllowed } = editionStep("reopen", "sending", "e.state");
  await db.execute(sql`
    update editions e set state = ${becomes}, finished_at = null
    where ${isAllowed}
      and exists (select 1 from batches b where b.edition_id = e.id and ${isOpenBatch("b.state")})`);
}

/** The edition of a batch, as it is before a request of that batch is made. */
export type EditionOfBatch = {
  id: string;
  /** Whether a request of the edition has begun. */
  hasBegun: boolean;
  /** The compiled set that the request is made with, as `setOfRequest` tells it. */
  setId: string | null;
};

/** Named one by one, so that an index finds them: each batch that is planned would be read to see that it is. */
const statesAfterPlanned = sql.raw(
  batchStates
    .filter((state) => state !== "planned")
    .map((state) => `'${state}'`)
    .join(", "),
);

/** Null when there is no such batch. */
export async function findEditionOfBatch(db: Database, batch: BatchKey): Promise<EditionOfBatch | null> {
  const { rows } = await db.execute<EditionOfBatch>(sql`
    select b.edition_id as id, ${setOfRequest} as "setId", exists (select from batches o where o.edition_id = ${batch.editionId}
      and o.state in (${statesAfterPlanned}) and o.first_attempt_at is not null) as "hasBegun"
    from batches b where b.edition_id = ${batch.editionId} and b.id = ${batch.id}`);
  return rows[0] ?? null;
}

/** Marks editions under way that have no open batch left as sent. */
export async function finishEditions(db: Database, now: Date, editionId?: string): Promise<void> {
  const { becomes, isAllowed } = editionStep("finish", "sent", "e.state");
  await db.execute(sql`
    update editions e set state = ${becomes}, finished_at = ${now}
    where ${isAllowed} ${editionId === undefined ? sql`` : sql`and e.id = ${editionId}`}
      and not exists (select 1 from batches b
        where b.edition_id = ${editionId ?? sql`e.id`} and ${isOpenBatch("b.state")})`);
}

/** The edition's state, held still until the transaction ends; null when there is no such edition. */
export async function holdEditionState(tx: Database, editionId: string): Promise<string | null> {
  const { rows } = await tx.execute<{ state: string }>(
    sql`select state from editions where id = ${editionId} for update`,
  );
  return rows[0]?.state ?? null;
}

type EditionSteering = {
  reason: string | null;
  pausedBy: (typeof pausers)[number] | null;
  /** When it was resumed past the breaker. */
  resumedAt: Date | null;
  /** When it was let go, unless it was before; null where the step lets nothing go. */
  releasedAt: Date | null;
};

/** Moves an edition as an operator says; false when it is in no state from which the step leads. */
export async function steerEditionRow(
  db: Database,
  editionId: string,
  { becomes, isAllowed }: Step,
  { reason, pausedBy, resumedAt, releasedAt }: EditionSteering,
): Promise<boolean> {
  const { rowCount } = await db.execute(sql`
    update editions set state = ${becomes}, state_reason = ${reason},
      finished_at = case when ${becomes} = 'cancelled' then now() end,
      paused_by = ${pausedBy}, paused_facts = null, released_at = coalesce(released_at, ${releasedAt}::timestamptz),
      breaker_resumed_at = coalesce(${resumedAt}::timestamptz, breaker_resumed_at),
      is_breaker_overridden = is_breaker_overridden or ${resumedAt !== null}
    where id = ${editionId} and ${isAllowed}`);
  return rowCount === 1;
}

export type UnderWay = { id: string; resumedAt: Date | null };

/**
 * @param reason the facts in words, for workers of the release before.
 * @returns false when it is under way no more, or was resumed past the breaker since it was looked at.
 */
export async function pauseByBreaker(
  db: Database,
  edition: UnderWay,
  facts: BreakerFacts,
  reason: string,
): Promise<boolean> {
  const { becomes, isAllowed } = editionStep("breaker", "paused");
  const { rowCount } = await db.execute(sql`
    update editions set state = ${becomes}, paused_by = 'breaker', paused_facts = ${JSON.stringify(facts)}::jsonb,
      state_reason = ${reason}
    where id = ${edition.id} and ${isAllowed} and breaker_resumed_at is not distinct from ${edition.resumedAt}
      and (breaker_resumed_at is not null or not is_breaker_overridden)`);
  return rowCount === 1;
}
