import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/env.ts";
import { type AddressKeys, deriveAddressKeys } from "./suppressions/address-keys.ts";

/**
 * The secrets that sign links: `TOKEN_SECRET`, or one that is made once and kept in the data folder
 * (mode 600), so that the links of a trial keep working from one run to the next.
 */
export async function readTokenSecrets(config: Pick<Config, "tokens" | "dataDir">): Promise<string[]> {
  if (config.tokens.secrets.length > 0) return config.tokens.secrets;
  const path = join(config.dataDir, "token-secret");
  const draft = `${path}.${process.pid}`;
  await mkdir(config.dataDir, { recursive: true });
  await writeFile(draft, randomBytes(48).toString("base64url"), { mode: 0o600 });
  try {
    // A hard link appears whole or not at all: of two processes that start at once, one decides.
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return [await readFile(path, "utf8")];
}

/**
 * The keys of hashed addresses: of `SUPPRESSION_SECRET` first, then of the secrets that sign links, so that
 * nothing needs to be set.
 */
export async function readAddressKeys(
  config: Pick<Config, "suppressions" | "tokens" | "dataDir">,
): Promise<AddressKeys> {
  return deriveAddressKeys([...config.suppressions.secrets, ...(await readTokenSecrets(config))]);
}
