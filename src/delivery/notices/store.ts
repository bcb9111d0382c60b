import { randomUUID } from "node:crypto";
import { and, eq, gt, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { alerts } from "../../alerts/tables.ts";
import type { Database } from "../../db/client.ts";
import type { Mail } from "../../digest/compiled-digest.ts";
import { type NoticeReason, notices } from "../../notices/tables.ts";
import type { NamedRefusal } from "../mailers/refusal-key.ts";

export type StoredNotice = Omit<typeof notices.$inferSelect, "mail"> & { mail: Mail | null };

/** Why a notice waits, failed or is uncertain. */
type NoticeTrouble = {
  code: NoticeReason;
  /** The provider's or the network's own words. */
  words: string | null;
  /** What the provider refused it for; unless said, what is known of that stays. */
  refusal?: NamedRefusal | null;
};

const reasonColumns = ({ code, words, refusal }: NoticeTrouble) => ({
  reasonCode: code,
  ...(refusal ? { refusalKey: refusal.key } : {}),
  reason: words ?? code,
});

const open = inArray(notices.state, ["pending", "sealed"]);

/**
 * Takes the oldest notice, of one kind or of any, that is due and that nobody holds, or null. One statement
 * decides between two workers.
 */
export async function claimNotice(
  db: Database,
  now: Date,
  leasedUntil: Date,
  kind: StoredNotice["kind"] | null,
): Promise<StoredNotice | null> {
  const due = db
    .select({ id: notices.id })
    .from(notices)
    .where(
      and(
        open,
        kind === null ? undefined : eq(notices.kind, kind),
        or(isNull(notices.nextAttemptAt), lte(notices.nextAttemptAt, now)),
        or(isNull(notices.leasedUntil), lte(notices.leasedUntil, now)),
      ),
    )
    .orderBy(notices.createdAt)
    .limit(1)
    .for("update", { skipLocked: true });
  // Compared, not searched in a list: a list may be read anew for each row, of which each would then be taken.
  const [row] = await db.update(notices).set({ leasedUntil }).where(eq(notices.id, due)).returning();
  return row ? asNotice(row) : null;
}

/**
 * Fixes the mail before its first request and gives it back as it was kept: JSON in the database has its own
 * order of keys, and a repetition must have the same bytes as the first request. Null when the notice is gone.
 */
export async function sealNotice(db: Database, id: string, mail: Mail): Promise<Mail | null> {
  const [row] = await db
    .update(notices)
    .set({ mail, state: "sealed" })
    .where(and(eq(notices.id, id), eq(notices.state, "pending")))
    .returning();
  return row ? asNotice(row).mail : null;
}

/** Notes, before a request leaves, that it may have left; false when the lease was lost meanwhile. */
export async function beginNoticeAttempt(
  db: Database,
  id: string,
  now: Date,
  leasedUntil: Date,
): Promise<boolean> {
  const rows = await db
    .update(notices)
    .set({
      attempts: sql`${notices.attempts} + 1`,
      firstAttemptAt: sql`coalesce(${notices.firstAttemptAt}, ${now})`,
      leasedUntil,
    })
    .where(and(eq(notices.id, id), open, gt(notices.leasedUntil, now)))
    .returning({ id: notices.id });
  return rows.length > 0;
}

/** A decline used up no attempt: nothing of it can have been accepted. */
export async function declineNotice(
  db: Database,
  notice: Pick<StoredNotice, "id" | "attempts" | "firstAttemptAt">,
  at: Date,
  trouble: NoticeTrouble,
): Promise<void> {
  const { attempts, firstAttemptAt } = notice;
  await db
    .update(notices)
    .set({ attempts, firstAttemptAt, nextAttemptAt: at, leasedUntil: null, ...reasonColumns(trouble) })
    .where(and(eq(notices.id, notice.id), open));
}

/**
 * Takes back a notice of which nothing can have been accepted: it is rendered anew, under a new id and so a new key,
 * and of an older worker's request under the old one no statement finds it.
 */
export async function renewNotice(db: Database, id: string, at: Date, trouble: NoticeTrouble): Promise<void> {
  const renewed = randomUUID();
  await db.transaction(async (tx) => {
    const rows = await tx
      .update(notices)
      .set({
        id: renewed,
        state: "pending",
        mail: null,
        attempts: 0,
        firstAttemptAt: null,
        nextAttemptAt: at,
        leasedUntil: null,
        ...reasonColumns(trouble),
      })
      .where(and(eq(notices.id, id), open, eq(notices.attempts, 1)))
      .returning({ id: notices.id });
    if (rows.length > 0) await tx.update(alerts).set({ noticeId: renewed }).where(eq(alerts.noticeId, id));
  });
}

/** Lets go of a notice until an instant. */
export async function postponeNotice(
  db: Database,
  id: string,
  at: Date,
  trouble: NoticeTrouble,
): Promise<void> {
  await db
    .update(notices)
    .set({ nextAttemptAt: at, leasedUntil: null, ...reasonColumns(trouble) })
    .where(and(eq(notices.id, id), open));
}

/** Lets go of a notice that was not begun, so that whoever comes next takes it. */
export async function releaseNotice(db: Database, id: string): Promise<void> {
  await db
    .update(notices)
    .set({ leasedUntil: null })
    .where(and(eq(notices.id, id), open));
}

const noReason = { reasonCode: null, refusalKey: null, reason: null };

export type NoticeOutcome =
  | { state: "submitted"; providerId: string }
  | { state: "failed" | "uncertain"; trouble: NoticeTrouble };

/** Ends a notice. The mail itself, with its links, is kept no longer. */
export async function settleNotice(
  db: Database,
  id: string,
  outcome: NoticeOutcome,
  now: Date,
): Promise<void> {
  await db
    .update(notices)
    .set({
      state: outcome.state,
      providerId: outcome.state === "submitted" ? outcome.providerId : null,
      ...(outcome.state === "submitted" ? noReason : reasonColumns(outcome.trouble)),
      mail: null,
      leasedUntil: null,
      nextAttemptAt: null,
      settledAt: now,
    })
    .where(and(eq(notices.id, id), open));
}

/** The column holds what `sealNotice` wrote, and nothing else writes it. */
function asNotice(row: typeof notices.$inferSelect): StoredNotice {
  return { ...row, mail: row.mail as Mail | null };
}

/**
 * Single mails to readers that may leave by now, or of whose request nobody knows the outcome yet; `freeAt` tells when the first of
 * them may be taken again, null when one may be taken now.
 */
export async function countOpenNotices(
  db: Database,
  now: Date,
): Promise<{ notices: number; freeAt: Date | null }> {
  const { rows } = await db.execute<{ notices: number; freeAt: string | null }>(sql`
    select count(*)::int as notices, min(greatest(next_attempt_at, leased_until, created_at)) as "freeAt" from notices
    where state in ('pending', 'sealed') and kind <> 'operator-alert'
      and (first_attempt_at is not null or next_attempt_at is null or next_attempt_at <= ${now})`);
  const freeAt = rows[0]?.freeAt ? new Date(rows[0].freeAt) : null;
  return { notices: rows[0]?.notices ?? 0, freeAt: freeAt !== null && freeAt > now ? freeAt : null };
}
