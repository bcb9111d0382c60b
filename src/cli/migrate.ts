import { migrateTables } from "../upkeep/migrate-tables.ts";
import { command, withContext } from "./program.ts";

export const migrateCommand = () =>
  command("migrate", "bring the database's tables up to date; repeatable", "migrate").action((options) =>
    withContext(
      options,
      async ({ ctx, out }) => {
        const applied = await migrateTables(ctx);
        out.line("The tables are up to date.");
        out.json({ migrated: true, applied });
      },
      { isMigrating: true },
    ),
  );
