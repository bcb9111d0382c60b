import { eq } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { personalFeeds } from "./tables.ts";

export type PersonalFeed = { nonce: string; madeAt: Date };

/** What makes a reader's address of now, or null when they have none. */
export async function findPersonalFeed(db: Database, subscriberId: string): Promise<PersonalFeed | null> {
  const { nonce, madeAt } = personalFeeds;
  const [row] = await db
    .select({ nonce, madeAt })
    .from(personalFeeds)
    .where(eq(personalFeeds.subscriberId, subscriberId));
  return row ?? null;
}

/** Puts an address in the place of the one before, which ends. */
export async function writePersonalFeed(
  tx: Database,
  subscriberId: string,
  feed: PersonalFeed,
): Promise<void> {
  await tx
    .insert(personalFeeds)
    .values({ subscriberId, ...feed })
    .onConflictDoUpdate({ target: personalFeeds.subscriberId, set: feed });
}

export async function deletePersonalFeed(db: Database, subscriberId: string): Promise<void> {
  await db.delete(personalFeeds).where(eq(personalFeeds.subscriberId, subscriberId));
}
