import { chmod, stat } from "node:fs/promises";
import { type Recording, recordAct } from "../audit/record-act.ts";
import { canRecord } from "../audit/store.ts";
import type { Config } from "../config/env.ts";
import { queueSchema } from "../db/migrate.ts";
import { withBareDatabase } from "./bare-database.ts";
import { runPgTool } from "./pg-tools.ts";

/**
 * Writes everything but the queue, which is filled again from it, to one file in `pg_dump`'s custom format.
 * The file holds addresses: only its owner may read it. Recorded where that can be: tables may be those of a release
 * before, and a standby server takes no word.
 *
 * @throws {RefusedError} when `pg_dump` is missing, too old, or fails.
 */
export async function backUp(config: Config, file: string, recording: Recording): Promise<{ bytes: number }> {
  return withBareDatabase(config, async ({ url, db, serverMajor }) => {
    const args = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"];
    await runPgTool(
      "pg_dump",
      [...args, `--exclude-schema=${queueSchema}`, `--file=${file}`],
      url,
      serverMajor,
    );
    await chmod(file, 0o600);
    const { size: bytes } = await stat(file);
    if (await canRecord(db)) await recordAct(db, recording, { verb: "backup.write", after: { bytes } });
    return { bytes };
  });
}
