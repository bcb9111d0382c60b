import { existsSync } from "node:fs";
import { type Recording, recordAct } from "../audit/record-act.ts";
import { canRecord } from "../audit/store.ts";
import type { Config } from "../config/env.ts";
import { dataOf } from "../db/embedded/home.ts";
import { queueSchema } from "../db/migrate.ts";
import { embeddedMajor, withStoppedDatabase } from "../db/stopped-database.ts";
import { InvalidInputError, NotFoundError } from "../errors.ts";
import { type BackupForm, keepLatest, nameBackup, writeWhole } from "./backup-file.ts";
import { withBareDatabase } from "./bare-database.ts";
import { writeCopy } from "./embedded-copy.ts";
import { hasPgTool, runPgTool } from "./pg-tools.ts";

export type BackupReport = {
  file: string;
  bytes: number;
  form: BackupForm;
  /** Older backups of the same folder that were deleted. */
  deleted: string[];
};

/**
 * Writes everything but the queue, which is filled again from it, to one file that only its owner may read: it holds
 * addresses. In `pg_dump`'s custom format; of an embedded database for which there is no `pg_dump`, a copy of its files,
 * for which it is stopped. A file of this name is replaced once the new one is whole. Recorded where that can be: tables
 * may be those of a release before, and a standby server takes no word.
 *
 * @param target a file, or a folder, in which it is named by its instant.
 * @param options.keep of a folder: so many backups stay, and older ones go, once the new one is whole.
 * @throws {InvalidInputError} when there is no such folder, or no file can be made there.
 * @throws {RefusedError} when `pg_dump` is missing, too old, or fails.
 * @throws {EmbeddedDatabaseError} when the embedded database would have to be copied, and is in use.
 */
export async function backUp(
  config: Config,
  target: string,
  recording: Recording,
  options: { keep: number | null } = { keep: null },
): Promise<BackupReport> {
  const form = await chooseForm(config);
  const now = recording.clock.now();
  const { file, folder } = await nameBackup(target, form, now);
  if (options.keep !== null && folder === null)
    throw new InvalidInputError(`--keep is for a folder that is there, and ${target} is none.`);
  const bytes = await writeWhole(file, (part) =>
    form === "dump" ? dump(config, part) : copy(config, part, now),
  );
  await withBareDatabase(config, async ({ db }) => {
    if (await canRecord(db)) await recordAct(db, recording, { verb: "backup.write", after: { bytes } });
  });
  const deleted =
    options.keep === null || folder === null ? [] : await keepLatest(folder, options.keep, file, now);
  return { file, bytes, form, deleted };
}

async function chooseForm(config: Config): Promise<BackupForm> {
  if (config.database.url !== null) return "dump";
  return (await hasPgTool("pg_dump", embeddedMajor(config.dataDir))) ? "dump" : "copy";
}

function dump(config: Config, file: string): Promise<void> {
  const args = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"];
  return withBareDatabase(config, ({ url, serverMajor }) =>
    runPgTool("pg_dump", [...args, `--exclude-schema=${queueSchema}`, `--file=${file}`], url, serverMajor),
  );
}

function copy(config: Config, file: string, now: Date): Promise<void> {
  return withStoppedDatabase(config.dataDir, async (home) => {
    if (!existsSync(dataOf(home)))
      throw new NotFoundError(`There is no embedded database in ${config.dataDir}: nothing to back up.`);
    await writeCopy(home, file, now);
  });
}
