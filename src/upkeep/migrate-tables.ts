import { recordAct } from "../audit/record-act.ts";
import type { Context } from "../context.ts";
import { countUnknownMigrations } from "../db/migrate.ts";
import { queryable } from "../db/queryable.ts";

/**
 * Brings the tables up to date, and records it where there was something to do.
 *
 * @returns how many migrations ran, and how many of a newer release there are, which this one does not know.
 */
export async function migrateTables(ctx: Context): Promise<{ applied: number; unknown: number }> {
  const applied = await ctx.migrate();
  if (applied > 0) await recordAct(ctx.db, ctx, { verb: "database.migrate", after: { migrations: applied } });
  return { applied, unknown: await countUnknownMigrations(queryable(ctx.db)) };
}
