import type { Clock } from "../clock.ts";
import type { Database } from "../db/client.ts";
import { type Actor, isByHand } from "./actor.ts";
import { type ActFacts, auditText, keptFacts } from "./facts.ts";
import { insertEntry } from "./store.ts";

/** What was done to what: `edition.approve`, `subscriber.erase`. */
export type ActVerb = `${string}.${string}`;

export type Act = {
  verb: ActVerb;
  /** The id of what it was done to, such as `daily-2026-06-18`; of a reader the subscriber's id, never an address. */
  subject?: string | null;
  /** Of a subscriber only the names of what changed; no secret of anything. */
  before?: ActFacts;
  after?: ActFacts;
};

/** What recording needs of the surroundings. */
export type Recording = { actor: Actor; clock: Clock };

/**
 * Records who did what, in the transaction `tx` that does it: neither is there without the other. A verb that finds
 * nothing to change records nothing, so that a repeated one leaves one entry.
 */
export async function recordAct(tx: Database, { actor, clock }: Recording, act: Act): Promise<void> {
  await insertEntry(tx, {
    at: clock.now(),
    ...actorColumns(actor),
    verb: act.verb,
    subject: act.subject ? auditText(act.subject) : null,
    before: keptFacts(act.before),
    after: keptFacts(act.after),
  });
}

/** As `recordAct`, of what schedules and readers do as well: of theirs nothing is recorded. */
export async function recordActByHand(tx: Database, ctx: Recording, act: Act): Promise<void> {
  if (isByHand(ctx)) await recordAct(tx, ctx, act);
}

/** How an actor stands in the table. */
export function actorColumns(actor: Actor) {
  return {
    actorKind: actor.kind,
    actorName: nameOf(actor),
    actorFrom: "from" in actor ? auditText(actor.from) : null,
  };
}

/** A directory's user may be named as their mail address is. */
function nameOf(actor: Actor): string | null {
  if (actor.kind === "operator") return actor.name;
  return actor.kind === "cli" ? auditText(actor.user) : null;
}
