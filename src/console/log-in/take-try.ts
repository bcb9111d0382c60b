import type { Context } from "../../context.ts";
import { clientPace, forgottenAfterMs, judgeTry, overallPace, type Pace, waitedPace } from "./pace.ts";
import { deleteLanesBefore, listLanes, moveLane } from "./store.ts";

/** Who tries a password: ids and keyed hashes, never an address. */
export type LogInClient = {
  /** The client's address, hashed. */
  client: string;
  /** A browser that logged in before. */
  browserId: string | null;
  /** A browser that was told to wait, and did. */
  waitedId: string | null;
};

export type LogInTry =
  /** The lanes in which it counts as wrong until it is taken back. */
  { kind: "go"; lanes: string[] } | { kind: "wait"; waitMs: number };

type LaneKey = { key: string; pace: Pace };

const mostRaces = 3;

/**
 * Decides whether a password that a client tries is looked at now, and counts it as wrong beforehand, so that
 * tries at the same instant, also of several processes, are never one too many.
 *
 * A browser that logged in before has a lane of its own; the others of one address share a lane. A browser that was
 * told to wait there, and waited, gets a lane of its own too: an attacker behind the same address cannot keep it out.
 */
export async function takeLogInTry(ctx: Pick<Context, "db" | "clock">, who: LogInClient): Promise<LogInTry> {
  if (who.browserId !== null) return takeLanes(ctx, [{ key: `browser:${who.browserId}`, pace: clientPace }]);
  const open = await takeLanes(ctx, [
    { key: "all:open", pace: overallPace },
    { key: `client:${who.client}`, pace: clientPace },
  ]);
  if (open.kind === "go" || who.waitedId === null) return open;
  return takeLanes(ctx, [
    { key: "all:waited", pace: overallPace },
    { key: `waited:${who.waitedId}`, pace: waitedPace },
  ]);
}

/** Takes a place in every lane, or says how long the slowest of them waits. A refusal writes nothing. */
async function takeLanes({ db, clock }: Pick<Context, "db" | "clock">, lanes: LaneKey[]): Promise<LogInTry> {
  const now = clock.now();
  for (let race = 0; race < mostRaces; race += 1) {
    const known = await listLanes(
      db,
      lanes.map(({ key }) => key),
    );
    const judged = lanes.map(({ key, pace }) => ({
      key,
      from: known.get(key),
      verdict: judgeTry(known.get(key) ?? null, pace, now),
    }));
    const waits = judged.flatMap(({ verdict }) => (verdict.kind === "wait" ? [verdict.waitMs] : []));
    if (waits.length > 0) return { kind: "wait", waitMs: Math.max(...waits) };
    // Only a lane that is new makes a row: then those that nobody needs any more go.
    if (known.size < lanes.length) await deleteLanesBefore(db, new Date(now.getTime() - forgottenAfterMs));
    const isTaken = await db.transaction(async (tx) => {
      for (const { key, from, verdict } of judged) {
        if (verdict.kind === "go" && !(await moveLane(tx, key, from, verdict.after))) return false;
      }
      return true;
    });
    if (isTaken) return { kind: "go", lanes: lanes.map(({ key }) => key) };
  }
  return { kind: "wait", waitMs: clientPace.firstWaitMs };
}
