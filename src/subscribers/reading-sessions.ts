import { createHash, randomBytes } from "node:crypto";
import type { Context } from "../context.ts";
import {
  deleteOldestReadingSessions,
  deleteReadingSession,
  deleteReadingSessions,
  deleteReadingSessionsOver,
  findSessionReader,
  insertReadingSession,
} from "./reading-sessions-store.ts";
import { lockSubscriber, type Subscriber } from "./store.ts";

type SessionContext = Pick<Context, "db" | "clock">;

/** How long a browser opens its reader's list, whoever uses it. */
export const readingSessionMs = 180 * 24 * 60 * 60_000;

/** Of one reader: more browsers than anybody reads with. */
const mostSessions = 20;

export type BegunReadingSession =
  | {
      kind: "begun";
      subscriber: Subscriber;
      /** For the browser's cookie alone: nothing but chance, and kept nowhere else. */
      token: string;
    }
  /** Who has left has no list that a browser may open. */
  | { kind: "left" }
  /** The reader has been erased. */
  | { kind: "gone" };

/**
 * Lets a browser open a reader's list, and nothing else. The session that the same browser had before ends, and of more
 * than twenty the oldest. A second call begins another session.
 */
export async function beginReadingSession(
  { db, clock }: SessionContext,
  { subscriberId, replaced }: { subscriberId: string; replaced: string | null },
): Promise<BegunReadingSession> {
  const now = clock.now();
  const token = randomBytes(32).toString("base64url");
  return db.transaction(async (tx) => {
    // Held, so that who leaves at this moment has no session afterwards.
    const subscriber = await lockSubscriber(tx, subscriberId);
    if (!subscriber) return { kind: "gone" };
    if (subscriber.state === "unsubscribed") return { kind: "left" };
    const former = hashOf(replaced ?? "");
    if (former !== null) await deleteReadingSession(tx, former);
    await insertReadingSession(tx, {
      subscriberId,
      tokenHash: hashToken(token),
      createdAt: now,
      endsAt: new Date(now.getTime() + readingSessionMs),
    });
    await deleteOldestReadingSessions(tx, subscriberId, mostSessions);
    return { kind: "begun", subscriber, token };
  });
}

/** Whose list a browser's cookie opens now; null when it opens none. */
export async function findReadingReader(
  { db, clock }: SessionContext,
  token: string,
): Promise<Subscriber | null> {
  const hash = hashOf(token);
  return hash === null ? null : findSessionReader(db, hash, clock.now());
}

/** Ends the session of one browser. Safe to repeat. */
export async function endReadingSession({ db }: Pick<Context, "db">, token: string): Promise<void> {
  const hash = hashOf(token);
  if (hash !== null) await deleteReadingSession(db, hash);
}

/** Ends a reader's sessions in all browsers. Safe to repeat. */
export async function endReadingSessions(
  { db }: Pick<Context, "db">,
  { subscriberId }: { subscriberId: string },
): Promise<void> {
  await deleteReadingSessions(db, subscriberId);
}

/** Forgets sessions that are over; returns how many. */
export function forgetReadingSessions({ db, clock }: SessionContext): Promise<number> {
  return deleteReadingSessionsOver(db, clock.now());
}

/** What the forms of a session carry, so that no other site can send one by the cookie alone; it opens nothing itself. */
export function readingFormToken(token: string): string {
  return createHash("sha256").update(`reading form ${token}`).digest("base64url");
}

/** What is kept of a cookie, or null for what no session ever held. 256 bits of chance need no key. */
function hashOf(token: string): string | null {
  return /^[\w-]{43}$/.test(token) ? hashToken(token) : null;
}

function hashToken(token: string): string {
  return createHash("sha256").update(`reading session ${token}`).digest("base64url");
}
