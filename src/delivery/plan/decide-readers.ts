import type { ShortForm } from "../../config/short-forms.ts";
import type { Database } from "../../db/client.ts";
import { type ChoosingMeans, choosePapers } from "../../digest/choose-papers.ts";
import type { DigestChoice } from "../../digest/compiled-digest.ts";
import type { CompiledEdition } from "../../digest/edition-cache.ts";
import { templateOf } from "../../digest/edition-templates.ts";
import { groupPapers } from "../../digest/group-papers.ts";
import { listTastes } from "../../digest/list-tastes.ts";
import type { SeenPapers } from "../../digest/seen-papers.ts";
import type { AddressKeys } from "../../subscribers/suppressions/address-keys.ts";
import { listSuppressedAmong } from "../../subscribers/suppressions/store.ts";
import type { DeliveryReason } from "../codes.ts";
import type { PlannedReader, SubscriberRow } from "../ledger/deliveries-store.ts";
import { listSeenPapers } from "../ledger/shown-store.ts";
import { exclusionOf } from "./exclusion.ts";
import { listQuietChoices } from "./quiet-choices.ts";

/** What becomes of one delivery of an edition: nothing is mailed, or a digest or quiet mail that shows its choice. */
export type ReaderDecision =
  | { kind: "excluded"; subscriberId: string; reason: DeliveryReason }
  | { kind: "digest" | "quiet"; subscriberId: string; subscriber: SubscriberRow; choice: DigestChoice };

/**
 * Who of some readers is mailed at an instant, and with what; the rule of promise 2. Writes nothing. A seal holds its
 * readers before it asks, so that no other edition is sealed for one of them until its own seal can be seen.
 *
 * @returns in the order of the readers.
 */
export async function decideReaders(
  db: Database,
  keys: AddressKeys,
  compiled: CompiledEdition,
  readers: PlannedReader[],
  now: Date,
  shortForms: ShortForm[],
): Promise<ReaderDecision[]> {
  const { edition, templates } = compiled;
  const known = readers.flatMap(({ subscriber }) => subscriber ?? []);
  const [suppressed, seen, tastes] = await Promise.all([
    listSuppressedAmong(
      db,
      keys,
      known.map(({ addressHash }) => addressHash),
    ),
    listSeenPapers(db, edition, known),
    listTastes(
      db,
      compiled,
      readers.map(({ subscriberId }) => subscriberId),
    ),
  ]);
  const decided = readers.map(({ subscriberId, subscriber }) => ({
    subscriberId,
    ...decide(subscriber, suppressed.has(subscriber?.addressHash ?? ""), compiled, seen.get(subscriberId), {
      shortForms,
      taste: tastes.get(subscriberId),
    }),
  }));
  const without = decided.filter((decision) => decision.kind === "without");
  const title = templateOf(templates, { detail: "title" });
  const quiet = await listQuietChoices(db, edition, title, without, now, { shortForms });
  return decided.map((decision) => {
    if (decision.kind !== "without") return decision;
    const { subscriberId, subscriber, reason } = decision;
    const choice = quiet.get(subscriberId);
    return choice === undefined
      ? { kind: "excluded", subscriberId, reason }
      : { kind: "quiet", subscriberId, subscriber, choice };
  });
}

/** Without a digest they may still get a quiet mail. */
function decide(
  subscriber: SubscriberRow | null,
  isSuppressed: boolean,
  { edition, templates }: CompiledEdition,
  seen: SeenPapers | undefined,
  means: ChoosingMeans,
) {
  if (!subscriber) return excludedFor("erased");
  const exclusion = exclusionOf(subscriber, isSuppressed, edition.cadence);
  if (exclusion !== null) return excludedFor(exclusion);
  const chosen = choosePapers(edition, subscriber, seen, means);
  if (chosen.kind === "none") return { kind: "without" as const, subscriber, reason: chosen.reason, seen };
  // Themes are the same in each language and detail, but for their names.
  const choice = groupPapers(chosen.choice, templateOf(templates, { detail: chosen.choice.detail }).facts);
  return { kind: "digest" as const, subscriber, choice };
}

function excludedFor(reason: DeliveryReason) {
  return { kind: "excluded" as const, reason };
}
