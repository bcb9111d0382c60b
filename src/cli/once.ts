import { theProgram } from "../audit/actor.ts";
import { isDay } from "../calendar/periods.ts";
import { type Config, readConfig } from "../config/env.ts";
import { isUrlOfThisMachine } from "../config/networks.ts";
import { findInstallationId } from "../due/marks-store.ts";
import { InvalidInputError, RefusedError } from "../errors.ts";
import { createInnerQueues } from "../queues/inner-queues.ts";
import { command, whoRuns, withContext } from "./program.ts";

type OnceOptions = { date?: string; all?: boolean; to?: string[]; minutes: number; json?: boolean };

const usualMinutes = 30;

export const onceCommand = () =>
  command(
    "once",
    "do what is due (collect, publish, send) and end: for cron, a CI schedule or a container job; repeatable",
    "once --all",
  )
    .option("--date <day>", "publish this day's daily edition too, due or not, YYYY-MM-DD", readDay)
    .option("--all", "send to all readers at once, whatever their hour")
    .option("--to <address...>", "mail only these subscribers, which are your own addresses, at once")
    .option(
      "--minutes <count>",
      "how long to stay until each request has its outcome",
      readMinutes,
      usualMinutes,
    )
    .action((options: OnceOptions) => {
      assertLasting(readConfig(process.env));
      const queues = createInnerQueues();
      const endsMs = performance.now() + options.minutes * 60_000;
      // The database that a run is given by its name alone is there before it: a name that nobody knows is a wrong one.
      const patience = { endsMs, isNameKnown: true };
      return withContext(
        options,
        async ({ ctx, out, beforeStop, stopping }) => {
          const { withPatience } = await import("../db/client.ts");
          const patiently = <T>(step: () => Promise<T>) =>
            withPatience(step, { ...patience, signal: stopping }, ctx.log);
          await patiently(() => ctx.migrate());
          const [{ runOnce }, { onceWords }, { createOnceSends }] = await Promise.all([
            import("../once/run-once.ts"),
            import("../once/once-words.ts"),
            import("../once/once-sends.ts"),
          ]);
          const { isCi, mail } = ctx.config;
          const isNew = (await patiently(() => findInstallationId(ctx.db))) === null;
          const sends = createOnceSends(ctx.gate);
          beforeStop(sends.stop);
          const report = await runOnce(ctx, queues, {
            day: options.date ?? null,
            isAll: options.all ?? false,
            to: options.to ?? [],
            isTrial: isNew && isCi && mail.transport === "resend",
            minutes: options.minutes,
            endsMs,
            by: whoRuns(),
            sends,
          });
          out.json(report);
          for (const line of onceWords(report)) out.line(line);
          for (const problem of report.problems) out.note(`paperboy: ${problem}`);
          if (report.problems.length > 0) process.exitCode = 1;
        },
        { actor: theProgram, queues, isMigrating: true, databasePatience: patience },
      );
    });

/**
 * A machine of a continuous integration is gone after the run, with its service containers, and a folder that comes back
 * from its cache may be older than the mails that have left: what was sent would be forgotten, and sent again. A service
 * container that is reached by a name is told by its empty database: the run that begins an installation mails nobody.
 *
 * @throws {RefusedError} where real mail would be kept account of on such a machine.
 */
function assertLasting({ isCi, mail, database }: Config): void {
  if (!isCi || mail.transport !== "resend") return;
  const must =
    "Under CI with MAIL_TRANSPORT=resend, DATABASE_URL must name a PostgreSQL that outlives the run";
  if (database.url === null)
    throw new RefusedError(
      `${must}: an embedded one is lost, or turned back by a cache, and mails would go twice.`,
    );
  if (isUrlOfThisMachine(database.url))
    throw new RefusedError(
      `${must}: one on this machine, such as a service container, ends with it, and mails would go twice. Where both last, set CI=false.`,
    );
}

function readDay(text: string): string {
  if (isDay(text)) return text;
  throw new InvalidInputError("--date must be a day, such as 2026-06-18.");
}

function readMinutes(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidInputError("--minutes must be a whole number from 1 to 9999.");
}
