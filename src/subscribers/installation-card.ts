import { createHmac } from "node:crypto";
import type { Config } from "../config/env.ts";
import type { Database } from "../db/client.ts";
import { requireInstallationId } from "../due/marks-store.ts";

/** What a site says of itself at `installationCardPath`. */
export type InstallationCard = {
  /** UUID; it goes with the database. */
  installation: string;
  /** One for each secret whose links the site reads, the one that signs first: who has the secret knows its sign. */
  links: string[];
};

export const installationCardPath = "/.well-known/paperboy";

/** By which a caller knows that a site is this installation, and that it reads the links which the caller signs. */
export async function makeInstallationCard(
  db: Database,
  tokens: Config["tokens"],
  now: Date,
): Promise<InstallationCard> {
  const installation = await requireInstallationId(db, now);
  return { installation, links: tokens.secrets.map((secret) => signOf(secret, installation)) };
}

/** Signed tokens begin with a byte of their purpose, which no letter is: none of them is signed by this. */
function signOf(secret: string, installation: string): string {
  return createHmac("sha256", secret)
    .update(`paperboy installation ${installation}`)
    .digest("hex")
    .slice(0, 32);
}
