import type { Database } from "../../db/client.ts";
import type { ChoosingMeans, NoChoiceReason } from "../../digest/choose-papers.ts";
import { chooseQuiet } from "../../digest/choose-quiet.ts";
import type { CompiledDigest, DigestChoice, DigestPreferences } from "../../digest/compiled-digest.ts";
import { findSegment } from "../../digest/piece.ts";
import { nothingSeen, type SeenPapers } from "../../digest/seen-papers.ts";
import type { Edition } from "../../editions/edition.ts";
import { listSilences } from "../ledger/quiet-store.ts";
import { hadTooFew, isSilent, silenceBegins } from "./silence.ts";

/** A reader for whom an edition has too little, who may be mailed. */
export type WithoutDigest = {
  subscriber: DigestPreferences & {
    id: string;
    timezone: string;
    confirmedAt: Date | null;
    createdAt: Date;
  };
  reason: NoChoiceReason;
  seen: SeenPapers | undefined;
};

/**
 * Of readers for whom an edition has too little, what the quiet mails show that are due to some of them; by reader.
 *
 * @param template of titles. With one that was compiled before there were quiet mails none is made.
 */
export async function listQuietChoices(
  db: Database,
  edition: Edition,
  template: CompiledDigest,
  readers: WithoutDigest[],
  now: Date,
  means: ChoosingMeans = {},
): Promise<Map<string, DigestChoice>> {
  if (readers.length === 0 || findSegment(template.html.frame, "quiet") === null) return new Map();
  const { cadence } = edition;
  const ids = readers.map(({ subscriber }) => subscriber.id);
  const silences = await listSilences(db, edition.id, ids, silenceBegins(cadence, now));
  return new Map(
    readers.flatMap(({ subscriber, reason, seen = nothingSeen }) => {
      const silence = silences.get(subscriber.id);
      if (!silence || !isSilent(subscriber, silence, cadence, now)) return [];
      // Who asks for one match by now was not kept from a digest by asking for more.
      const isFew = subscriber.minMatches > 1 && (reason === "too-few-matches" || hadTooFew(silence));
      const choice = chooseQuiet(edition, subscriber, seen, isFew ? subscriber.minMatches : null, means);
      return choice === null ? [] : [[subscriber.id, choice] as const];
    }),
  );
}
