import type { Database } from "../../db/client.ts";
import { findSubscriberByHash } from "../store.ts";
import { type AddressKeys, suppressionNames } from "./address-keys.ts";

/**
 * What the audit trail calls an address: its subscriber, else the keyed hash of who does not subscribe, from which
 * without the secret no guess leads to the address.
 */
export async function auditSubjectOf(tx: Database, keys: AddressKeys, addressHash: string): Promise<string> {
  const subscriber = await findSubscriberByHash(tx, addressHash);
  return subscriber?.id ?? suppressionNames(keys, addressHash).keyedHash;
}
