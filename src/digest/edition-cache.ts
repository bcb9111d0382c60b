import { LRUCache } from "lru-cache";
import type { Database } from "../db/client.ts";
import type { Detail, Edition } from "../editions/model.ts";
import { findEdition } from "../editions/store.ts";
import { NotFoundError } from "../errors.ts";
import type { CompiledDigest } from "./model.ts";
import { findTemplate } from "./store.ts";

/** A frozen edition with its compiled templates, as they lie in the database. */
export type CompiledEdition = { edition: Edition; templates: Record<Detail, CompiledDigest> };

/** Loads each edition once: frozen things never change. */
export type EditionCache = {
  /** @throws {NotFoundError} when there is no such edition. */
  get(editionId: string): Promise<CompiledEdition>;
};

/** How many editions are held at once: about 1 MB each. */
const heldEditions = 8;

export function createEditionCache(db: Database): EditionCache {
  const held = new LRUCache<string, CompiledEdition>({
    max: heldEditions,
    fetchMethod: (editionId) => load(db, editionId),
  });
  return {
    get: async (editionId) => {
      const found = await held.fetch(editionId);
      if (!found) throw new NotFoundError(`There is no edition ${editionId}.`);
      return found;
    },
  };
}

async function load(db: Database, editionId: string): Promise<CompiledEdition | undefined> {
  const edition = await findEdition(db, editionId);
  if (!edition) return undefined;
  const [title, summary, abstract] = await Promise.all([
    findTemplate(db, editionId, "title"),
    findTemplate(db, editionId, "summary"),
    findTemplate(db, editionId, "abstract"),
  ]);
  return title && summary && abstract ? { edition, templates: { title, summary, abstract } } : undefined;
}
