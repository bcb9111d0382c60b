import { chmod, stat } from "node:fs/promises";
import type { Config } from "../config/env.ts";
import { queueSchema } from "../db/migrate.ts";
import { withBareDatabase } from "./bare-database.ts";
import { runPgTool } from "./pg-tools.ts";

/**
 * Writes everything but the queue, which is filled again from it, to one file in `pg_dump`'s custom format.
 * The file holds addresses: only its owner may read it.
 *
 * @throws {RefusedError} when `pg_dump` is missing, too old, or fails.
 */
export async function backUp(config: Config, file: string): Promise<{ bytes: number }> {
  return withBareDatabase(config, async ({ url, serverMajor }) => {
    const args = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"];
    await runPgTool(
      "pg_dump",
      [...args, `--exclude-schema=${queueSchema}`, `--file=${file}`],
      url,
      serverMajor,
    );
    await chmod(file, 0o600);
    return { bytes: (await stat(file)).size };
  });
}
