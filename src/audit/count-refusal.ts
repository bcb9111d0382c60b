import type { Database } from "../db/client.ts";
import { auditText } from "./facts.ts";
import { type ActVerb, actorColumns, type Recording } from "./record-act.ts";
import { addToEntry, countEntriesSince, insertEntry } from "./store.ts";

const countedMs = 60 * 60_000;
/** Of one hour; clients beyond them share an entry, so that guessing from everywhere fills no table. */
const mostClients = 50;
const elsewhere = "elsewhere";

/**
 * Records that a stranger was refused: one entry for each client and hour, which says how often. Nothing that they
 * typed is kept, since many a password is typed into the wrong field.
 */
export async function countRefusal(
  db: Database,
  { clock }: Pick<Recording, "clock">,
  input: { verb: ActVerb; from: string },
): Promise<void> {
  const { verb } = input;
  // A proxy that is trusted and not there lets strangers write it themselves.
  const from = auditText(input.from);
  const now = clock.now();
  const since = new Date(now.getTime() - countedMs);
  if (await addToEntry(db, { verb, from, since })) return;
  const isCrowded = (await countEntriesSince(db, verb, since)) >= mostClients;
  const shown = isCrowded ? elsewhere : from;
  if (isCrowded && (await addToEntry(db, { verb, from: shown, since }))) return;
  await insertEntry(db, { at: now, verb, ...actorColumns({ kind: "stranger", from: shown }) });
}
