import { readConfig } from "../config/env.ts";
import { backUp } from "../ops/backup.ts";
import { restore as restoreFrom } from "../ops/restore.ts";
import { assertReadable } from "./assert-readable.ts";
import { printer } from "./printer.ts";
import { command } from "./program.ts";

export const backup = () =>
  command("backup", "write everything to one file, by pg_dump; the queue is left out", "backup paperboy.dump")
    .argument("<file>")
    .action(async (file: string, options: { json?: boolean }) => {
      const out = printer(options.json ?? false);
      const { bytes } = await backUp(readConfig(process.env), file);
      out.json({ file, bytes });
      out.line(
        `${file} holds the backup, ${(bytes / 1e6).toFixed(1)} MB. It contains addresses: keep it safe.`,
      );
    });

export const restore = () =>
  command(
    "restore",
    "fill an empty database from a backup; what might be sent twice is held",
    "restore paperboy.dump",
  )
    .argument("<file>")
    .option("--force", "replace what is in the database")
    .action(async (file: string, options: { force?: boolean; json?: boolean }) => {
      const out = printer(options.json ?? false);
      await assertReadable(file);
      const report = await restoreFrom(readConfig(process.env), file, options.force ?? false);
      out.json(report);
      const { paused, uncertain, notices, latest } = report;
      out.line(
        `Restored. The latest edition that it knows is ${latest ?? "none"}: do not publish again what went out later.`,
      );
      for (const id of paused)
        out.line(
          `${id} is paused: replay the provider's events since the backup (\`paperboy feedback replay\`), then \`paperboy resume --edition ${id}\` or \`paperboy cancel\`.`,
        );
      if (uncertain > 0)
        out.line(`${uncertain} deliveries are uncertain until events or \`paperboy settle\` decide.`);
      if (notices > 0) out.line(`${notices} single mails that waited are not sent.`);
    });
