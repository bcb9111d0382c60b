import type { Context } from "../../context.ts";
import { forgottenAfterMs } from "./pace.ts";
import {
  deleteLanesBefore,
  deleteSessionsOver,
  findSession,
  insertSession,
  noteSeen,
  type OpsSession,
} from "./store.ts";

/** How long an operator stays logged in. */
export const sessionMs = 12 * 3_600_000;

/** A page that is read writes nothing, save once in this time. */
const seenEveryMs = 60_000;

/** Begins a session that ends after `sessionMs`, whoever uses it. */
export async function beginSession(
  ctx: Pick<Context, "db" | "clock">,
  given: { tokenHash: string; keyMark: string; browser: string },
): Promise<void> {
  const now = ctx.clock.now();
  const endsAt = new Date(now.getTime() + sessionMs);
  await insertSession(ctx.db, { ...given, createdAt: now, lastSeenAt: now, endsAt });
}

/** The session of a cookie that goes on, noting to the minute that it is used; else null. */
export async function resumeSession(
  ctx: Pick<Context, "db" | "clock">,
  tokenHash: string,
): Promise<OpsSession | null> {
  const now = ctx.clock.now();
  const session = await findSession(ctx.db, tokenHash, now);
  if (session && now.getTime() - session.lastSeenAt.getTime() >= seenEveryMs)
    await noteSeen(ctx.db, session.id, now);
  return session;
}

/** Removes what log-ins left behind: sessions that are over and wrong passwords that count no more. */
export async function forgetLogIns(ctx: Pick<Context, "db" | "clock">): Promise<number> {
  const now = ctx.clock.now();
  await deleteLanesBefore(ctx.db, new Date(now.getTime() - forgottenAfterMs));
  return deleteSessionsOver(ctx.db, now);
}
