import { eq, sql } from "drizzle-orm";
import type { LogoType } from "../brand/inspect-logo.ts";
import type { Database } from "../db/client.ts";
import { mailedLogos } from "./tables.ts";

type MailedLogo = { hash: string; type: LogoType; base64: string };

/** Keeps the logo that a mail about to be made shows, where there is one. Safe to repeat; its bytes are sent once. */
export async function keepMailedLogo(db: Database, logo: MailedLogo | null): Promise<void> {
  if (logo === null) return;
  const { hash, type, base64 } = logo;
  const [known] = await db.select({ one: sql`1` }).from(mailedLogos).where(eq(mailedLogos.hash, hash));
  if (known) return;
  await db
    .insert(mailedLogos)
    .values({ hash, type, bytes: Buffer.from(base64, "base64") })
    .onConflictDoNothing();
}

/** A logo that a mail shows; null when none does. */
export async function findMailedLogo(
  db: Database,
  hash: string,
): Promise<{ type: LogoType; bytes: Buffer } | null> {
  const [row] = await db
    .select({ type: mailedLogos.type, bytes: mailedLogos.bytes })
    .from(mailedLogos)
    .where(eq(mailedLogos.hash, hash));
  return row ?? null;
}
