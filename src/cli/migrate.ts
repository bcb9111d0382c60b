import { command, withContext } from "./program.ts";

export const migrateCommand = () =>
  command("migrate", "bring the database's tables up to date; repeatable", "migrate").action((options) =>
    withContext(
      options,
      async ({ ctx, out }) => {
        const [{ migrateTables }, { newerTables }] = await Promise.all([
          import("../upkeep/migrate-tables.ts"),
          import("../db/migrate.ts"),
        ]);
        const { applied, unknown } = await migrateTables(ctx);
        out.line(unknown === 0 ? "The tables are up to date." : `${newerTables(unknown)}.`);
        out.json({ migrated: true, applied, unknown });
      },
      { isMigrating: true },
    ),
  );
