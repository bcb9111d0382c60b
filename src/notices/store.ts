import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { type noticeKinds, notices } from "./tables.ts";

export type NoticeKind = (typeof noticeKinds)[number];

export type NewNotice = {
  kind: NoticeKind;
  subscriberId: string | null;
  recipient: string;
  props: Record<string, unknown>;
  now: Date;
};

/** Writes a mail that the current transaction causes; a worker sends it once the transaction is committed. */
export async function insertNotice(tx: Database, { now, ...notice }: NewNotice): Promise<void> {
  await tx.insert(notices).values({ ...notice, state: "pending", createdAt: now, nextAttemptAt: now });
}

/** Drops mails to a subscriber that were not handed over yet. */
export async function deleteWaitingNotices(
  db: Database,
  subscriberId: string,
  kinds: NoticeKind[],
): Promise<void> {
  await db
    .delete(notices)
    .where(
      and(eq(notices.subscriberId, subscriberId), eq(notices.state, "pending"), inArray(notices.kind, kinds)),
    );
}
