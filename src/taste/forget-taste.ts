import type { Context } from "../context.ts";
import { lockSubscriber } from "../subscribers/store.ts";
import { deleteMarks } from "./marks-store.ts";
import { deleteProfile } from "./profile-store.ts";

/** Takes all marks of a reader away, what was learned from them, and which words they took out. Safe to repeat. */
export async function forgetTaste(ctx: Context, { subscriberId }: { subscriberId: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    // Held, so that a profile that is being made is not written behind it.
    if (!(await lockSubscriber(tx, subscriberId))) return;
    await deleteMarks(tx, subscriberId);
    await deleteProfile(tx, subscriberId);
  });
}
