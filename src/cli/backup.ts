import { systemClock } from "../clock.ts";
import { readConfig } from "../config/env.ts";
import { decidingCommands } from "../due/open-period-words.ts";
import { InvalidInputError } from "../errors.ts";
import { backUp } from "../upkeep/backup.ts";
import { restoreBackup as restoreFrom } from "../upkeep/restore.ts";
import { assertReadable } from "./assert-readable.ts";
import { printer } from "./printer.ts";
import { command, whoRuns } from "./program.ts";

export const backupCommand = () =>
  command(
    "backup",
    "write everything to one file; the queue is left out",
    "backup --keep 14 /var/backups/paperboy",
  )
    .argument("<file>", "a file, or a folder that is there, in which it is named by the instant")
    .option("--keep <count>", "of a folder: the backups that stay, the new one among them")
    .action(async (target: string, options: { keep?: string; json?: boolean }) => {
      const out = printer(options.json ?? false);
      const { file, bytes, form, deleted } = await backUp(
        readConfig(process.env),
        target,
        { actor: whoRuns(), clock: systemClock },
        { keep: options.keep === undefined ? null : readCount(options.keep) },
      );
      out.json({ file, bytes, form, deleted });
      const what = form === "dump" ? "the backup" : "a copy of the embedded database";
      out.line(`${file} holds ${what}, ${(bytes / 1e6).toFixed(1)} MB. It contains addresses: keep it safe.`);
      out.line(
        "It can be restored only with the secrets under which suppressions are kept (SUPPRESSION_SECRET and TOKEN_SECRET): keep them elsewhere.",
      );
      if (deleted.length > 0) out.line(`Deleted ${deleted.length} older: ${deleted.join(", ")}.`);
    });

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InvalidInputError(`--keep "${text}" is no number of backups: say how many stay, from 1 on.`);
}

const mostNamed = 10;

export const restoreCommand = () =>
  command(
    "restore",
    "fill an empty database from a backup; what might be sent twice is held",
    "restore paperboy.dump",
  )
    .argument("<file>", "what `paperboy backup` wrote, a dump or a copy of the embedded database")
    .option("--force", "replace what is in the database")
    .action(async (file: string, options: { force?: boolean; json?: boolean }) => {
      const out = printer(options.json ?? false);
      await assertReadable(file);
      const report = await restoreFrom(readConfig(process.env), file, {
        isForced: options.force ?? false,
        now: systemClock.now(),
        actor: whoRuns(),
      });
      out.json(report);
      const { paused, uncertain, notices, toDecide, latest } = report;
      out.line(`Restored. The latest edition that it knows is ${latest ?? "none"}.`);
      for (const one of toDecide.slice(-mostNamed)) {
        const { publish, skip } = decidingCommands(one);
        out.line(
          `The ${one.cadence} edition of ${one.period} may have gone out after the backup: nothing publishes it until you do (\`${publish}\`); \`${skip}\` when it went out.`,
        );
      }
      if (toDecide.length > mostNamed)
        out.line(`So it is with ${toDecide.length - mostNamed} older ones: \`paperboy status\` names them.`);
      for (const id of paused)
        out.line(
          `${id} is paused: replay the provider's events since the backup (\`paperboy feedback replay\`), then \`paperboy resume --edition ${id}\` or \`paperboy cancel\`.`,
        );
      if (uncertain > 0)
        out.line(`${uncertain} deliveries are uncertain until events or \`paperboy settle\` decide.`);
      if (notices > 0) out.line(`${notices} single mails that waited are not sent.`);
    });
