import { createHmac } from "node:crypto";
import type { Config } from "../config/env.ts";
import type { Database } from "../db/client.ts";
import { findInstallationId, requireInstallationId } from "../due/marks-store.ts";

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
  return cardOf(await requireInstallationId(db, now), tokens);
}

/** As `makeInstallationCard`, and writes nothing: null of an installation that has not begun. */
export async function findInstallationCard(
  db: Database,
  tokens: Config["tokens"],
): Promise<InstallationCard | null> {
  const installation = await findInstallationId(db);
  return installation === null ? null : cardOf(installation, tokens);
}

function cardOf(installation: string, { secrets }: Config["tokens"]): InstallationCard {
  return { installation, links: secrets.map((secret) => signOf(secret, installation)) };
}

/** Signed tokens begin with a byte of their purpose, which no letter is: none of them is signed by this. */
function signOf(secret: string, installation: string): string {
  return createHmac("sha256", secret)
    .update(`paperboy installation ${installation}`)
    .digest("hex")
    .slice(0, 32);
}
