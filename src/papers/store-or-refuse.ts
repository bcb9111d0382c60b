import type { Database } from "../db/client.ts";
import { describeDatabaseFault, isRefusedValue } from "../db/database-fault.ts";

/** What storing some items came to, part by part, and the items that the database does not take. */
export type StoredOrRefused<T, R> = { stored: R[]; refused: { item: T; reason: string }[] };

/**
 * Stores items together; when the database refuses a value, in halves, down to the item that holds it, which is
 * named with the reason while all others are stored. Any other fault of the database is thrown.
 *
 * @param store must write all items or none, within the savepoint that it is given.
 */
export async function storeOrRefuse<T, R>(
  tx: Database,
  items: T[],
  store: (step: Database, some: T[]) => Promise<R>,
): Promise<StoredOrRefused<T, R>> {
  const [first] = items;
  if (first === undefined) return { stored: [], refused: [] };
  try {
    return { stored: [await tx.transaction((step) => store(step, items))], refused: [] };
  } catch (error) {
    if (!isRefusedValue(error)) throw error;
    if (items.length === 1)
      return { stored: [], refused: [{ item: first, reason: describeDatabaseFault(error) }] };
  }
  const middle = Math.ceil(items.length / 2);
  const before = await storeOrRefuse(tx, items.slice(0, middle), store);
  const after = await storeOrRefuse(tx, items.slice(middle), store);
  return { stored: [...before.stored, ...after.stored], refused: [...before.refused, ...after.refused] };
}
