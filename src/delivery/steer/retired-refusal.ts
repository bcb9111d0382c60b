import { RefusedError } from "../../errors.ts";

/**
 * The one refusal of what needs the deliveries of a retired edition.
 *
 * @param so what follows, without a full stop, as in `nothing can be tried again`.
 */
export function retiredRefusal(editionId: string, so: string): RefusedError {
  return new RefusedError(`Of ${editionId} only the totals are kept (RETENTION_DELIVERIES_DAYS): ${so}.`);
}
