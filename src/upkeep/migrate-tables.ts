import { recordAct } from "../audit/record-act.ts";
import type { Context } from "../context.ts";

/** Brings the tables up to date, and records it where there was something to do. @returns how many migrations ran. */
export async function migrateTables(ctx: Context): Promise<number> {
  const applied = await ctx.migrate();
  if (applied > 0) await recordAct(ctx.db, ctx, { verb: "database.migrate", after: { migrations: applied } });
  return applied;
}
