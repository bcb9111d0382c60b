import type { Database } from "../db/client.ts";
import { listProfiles } from "../taste/profile-store.ts";
import type { CompiledEdition } from "./edition-cache.ts";
import type { Taste } from "./taste.ts";

/**
 * What marks of readers say of the papers of an edition, by reader, in one statement. Who has marked nothing is
 * missing, and everybody where a release before froze the edition.
 */
export async function listTastes(
  db: Database,
  { vectors }: Pick<CompiledEdition, "vectors">,
  readerIds: string[],
): Promise<Map<string, Taste>> {
  if (vectors === null) return new Map();
  const profiles = await listProfiles(db, readerIds);
  return new Map([...profiles].map(([id, profile]) => [id, { profile, vectors }]));
}
