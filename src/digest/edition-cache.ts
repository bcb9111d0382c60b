import { LRUCache } from "lru-cache";
import type { Database } from "../db/client.ts";
import type { Edition } from "../editions/edition.ts";
import { findEditionVectors, unknownEdition } from "../editions/store.ts";
import type { PaperVector } from "../papers/search/terms-store.ts";
import type { EditionTemplates } from "./edition-templates.ts";
import { findEditionOfSet, findNewestSet, findTemplates } from "./store.ts";

/** A frozen edition with one compiled set of its templates, as they lie in the database. */
export type CompiledEdition = {
  /** Its mailed part, as the set has it. */
  edition: Edition;
  /** Null when a worker of the release before compiled it: then it has only that one. */
  setId: string | null;
  templates: EditionTemplates;
  /** What its papers are about, by their ids; null when a worker of the release before froze it. */
  vectors: ReadonlyMap<string, PaperVector> | null;
};

/** Loads each compiled set once: what is frozen and compiled never changes, a revision is another set. */
export type EditionCache = {
  /** @throws {NotFoundError} when there is no such edition or set. */
  get(editionId: string, setId: string | null): Promise<CompiledEdition>;
  /** The same where it is loaded already, else null. */
  peek(editionId: string, setId: string | null): CompiledEdition | null;
  /** With the set that a batch would be sealed with now. @throws {NotFoundError} when there is no such edition. */
  newest(editionId: string): Promise<CompiledEdition>;
};

/** How many are held at once: about 1 MB each and language. */
const cachedEditions = 8;

type Wanted = { editionId: string; setId: string | null };

export function createEditionCache(db: Database): EditionCache {
  const cache = new LRUCache<string, CompiledEdition, Wanted>({
    max: cachedEditions,
    fetchMethod: (_key, _stale, { context }) => load(db, context),
  });
  const get = async (editionId: string, setId: string | null) => {
    const found = await cache.fetch(setId ?? editionId, { context: { editionId, setId } });
    if (!found) throw unknownEdition(editionId);
    return found;
  };
  const peek = (editionId: string, setId: string | null) => cache.get(setId ?? editionId) ?? null;
  return { get, peek, newest: async (editionId) => get(editionId, await findNewestSet(db, editionId)) };
}

async function load(db: Database, { editionId, setId }: Wanted): Promise<CompiledEdition | undefined> {
  const [edition, templates, vectors] = await Promise.all([
    findEditionOfSet(db, editionId, setId),
    findTemplates(db, editionId, setId),
    findEditionVectors(db, editionId),
  ]);
  return edition && templates ? { edition, setId, templates, vectors } : undefined;
}
