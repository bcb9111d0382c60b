import type { Database } from "../../db/client.ts";
import { findEditionRow, findReleasedRow, type ReleasedRow } from "../../editions/store.ts";
import { NoSuchPageError } from "../http/worded-error.ts";

/**
 * The edition of a link in a mail. The links of a test mail may be opened before their edition is let go.
 *
 * @throws {NoSuchPageError} when it is not let go yet, or is not kept.
 */
export async function requireReleased(db: Database, editionId: string): Promise<ReleasedRow> {
  const edition = await findReleasedRow(db, editionId);
  if (edition) return edition;
  const waiting = await findEditionRow(db, editionId);
  const isToCome = waiting !== null && waiting.state !== "cancelled";
  throw new NoSuchPageError((say) => say(isToCome ? "site.refusal.not-out" : "site.refusal.no-edition"));
}
