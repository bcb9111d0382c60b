import { actingAs } from "../../audit/actor.ts";
import { type Recording, recordAct } from "../../audit/record-act.ts";
import type { Context } from "../../context.ts";
import { forgottenAfterMs } from "./pace.ts";
import {
  deleteLanesBefore,
  deleteSession,
  deleteSessionsBut,
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

type Surroundings = Pick<Context, "db"> & Recording;

/** Begins a session that ends after `sessionMs`, whoever uses it; the operator of it is who logged in. */
export async function beginSession(
  ctx: Surroundings,
  given: { tokenHash: string; keyMark: string; browser: string; name: string; from: string },
): Promise<void> {
  const { from, ...row } = given;
  const { name, browser } = given;
  const now = ctx.clock.now();
  const endsAt = new Date(now.getTime() + sessionMs);
  await ctx.db.transaction(async (tx) => {
    await insertSession(tx, { ...row, createdAt: now, lastSeenAt: now, endsAt });
    const entered = actingAs(ctx, { kind: "operator", name, from });
    await recordAct(tx, entered, { verb: "session.log-in", after: { browser } });
  });
}

/** Ends the session of who asks. Safe to repeat. */
export async function logOut(ctx: Surroundings, id: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if (await deleteSession(tx, id)) await recordAct(tx, ctx, { verb: "session.log-out" });
  });
}

/** Ends somebody's session; false when it had ended already. */
export function endSession(ctx: Surroundings, id: string): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const ended = await deleteSession(tx, id);
    if (ended === null) return false;
    const { name, browser, createdAt } = ended;
    await recordAct(tx, ctx, { verb: "session.end", before: { name, browser, since: createdAt } });
    return true;
  });
}

/** Ends all sessions but one; returns how many had been going on. */
export function endOtherSessions(ctx: Surroundings, own: string): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    const ended = await deleteSessionsBut(tx, own, ctx.clock.now());
    if (ended > 0) await recordAct(tx, ctx, { verb: "session.end-others", after: { ended } });
    return ended;
  });
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
