import { command, withContext } from "./program.ts";

export const migrateCommand = () =>
  command("migrate", "bring the database's tables up to date; repeatable", "migrate").action((options) =>
    withContext(
      options,
      async ({ ctx, out }) => {
        await ctx.migrate();
        out.line("The tables are up to date.");
        out.json({ migrated: true });
      },
      { isMigrating: true },
    ),
  );
