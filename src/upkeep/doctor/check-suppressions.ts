import type { Config } from "../../config/env.ts";
import type { DatabasePool } from "../../db/client.ts";
import { countPendingMigrations } from "../../db/migrate.ts";
import {
  countSuppressionsByKey,
  missingSecret,
  unknownOf,
} from "../../subscribers/suppressions/keyed-suppressions.ts";
import { readAddressKeys } from "../../subscribers/token-secrets.ts";
import { type DoctorLine, fail, ok } from "./doctor-line.ts";

/** Whether each secret is here under which suppressions are kept, and how many name which. */
export async function checkSuppressions(
  config: Config,
  database: DatabasePool | null,
): Promise<DoctorLine[]> {
  // The lines on the database and its migrations say what is amiss.
  if (database === null || (await countPendingMigrations(database.pool)) > 0) return [];
  const counts = await countSuppressionsByKey(database.db);
  if (counts.size === 0) return [ok("suppressions", "none are kept under a secret yet")];
  const keys = await readAddressKeys(config);
  const missing = unknownOf(keys, [...counts.keys()]);
  if (missing.length > 0) {
    return [
      fail(
        "suppressions",
        missingSecret(missing),
        "Find the secret with the backups of the configuration; without it these rows are found by no look-up of a later release.",
      ),
    ];
  }
  const parts = [...counts].map(
    ([id, count]) =>
      `${count} under key ${id}${id === keys.current.id ? "" : " (an earlier one: keep its secret)"}`,
  );
  return [ok("suppressions", `${parts.join(", ")}; a backup needs the same secrets`)];
}
