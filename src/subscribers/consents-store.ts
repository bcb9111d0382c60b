import type { Database } from "../db/client.ts";
import { consents } from "./tables.ts";

export type Consent = typeof consents.$inferSelect;

export type NewConsent = {
  subscriberId: string;
  action: string;
  source: string;
  wording: string;
  evidence?: unknown;
  at: Date;
};

/** Keeps what was agreed to or withdrawn. */
export async function insertConsent(db: Database, consent: NewConsent): Promise<void> {
  await db.insert(consents).values(consent);
}
