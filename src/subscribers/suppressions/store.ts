import { and, asc, desc, eq, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { Database } from "../../db/client.ts";
import { sqlArray } from "../../db/sql-array.ts";
import { ownWishes, type suppressionReasons, suppressions } from "../tables.ts";
import { type AddressKeys, type SuppressionNames, suppressionNames } from "./address-keys.ts";

export type Suppression = typeof suppressions.$inferSelect;

export type SuppressionReason = (typeof suppressionReasons)[number];

/** Of two reasons the later in this list weighs more: what an operator or a reader did always stays. */
export const reasonWeights: SuppressionReason[] = [
  "left",
  "provider",
  "bounce",
  "complaint",
  "operator",
  "erased",
];

/** A row of an address, whichever secret it was made under. */
function isNamed({ addressHash, keyedHashes }: SuppressionNames): SQL | undefined {
  return or(eq(suppressions.addressHash, addressHash), inArray(suppressions.keyedHash, keyedHashes));
}

/** Why an address must not be mailed, or null; rows under several keys count as the weightiest of them. */
export async function findSuppression(
  db: Database,
  keys: AddressKeys,
  addressHash: string,
): Promise<Suppression | null> {
  const rows = await db
    .select()
    .from(suppressions)
    .where(isNamed(suppressionNames(keys, addressHash)));
  const weightOf = ({ reason }: Suppression) =>
    mayComeBack({ reason }) ? -1 : reasonWeights.indexOf(reason);
  const [weightiest] = rows.toSorted((a, b) => weightOf(b) - weightOf(a));
  return weightiest ?? null;
}

/** Which of these hashed addresses must not be mailed, with one reason each. */
export async function listSuppressedAmong(
  db: Database,
  keys: AddressKeys,
  addressHashes: string[],
): Promise<Map<string, SuppressionReason>> {
  if (addressHashes.length === 0) return new Map();
  const owners = new Map(
    addressHashes.flatMap((addressHash) =>
      [addressHash, ...suppressionNames(keys, addressHash).keyedHashes].map((name) => [name, addressHash]),
    ),
  );
  const names = sql`${sqlArray([...owners.keys()])}::text[]`;
  const { rows } = await db.execute<{ name: string; reason: SuppressionReason }>(sql`
    select address_hash as name, reason from suppressions where address_hash = any(${names})
    union all select keyed_hash, reason from suppressions where keyed_hash = any(${names})`);
  return new Map(
    rows.flatMap(({ name, reason }) => {
      const owner = owners.get(name);
      return owner === undefined ? [] : [[owner, reason] as const];
    }),
  );
}

const ownWishReasons: SuppressionReason[] = [...ownWishes];

/** Whether a suppressed reader may come back by their own wish: they left, and nothing else speaks against it. */
export function mayComeBack({ reason }: Pick<Suppression, "reason">): boolean {
  return ownWishReasons.includes(reason);
}

/** Lifts the suppression of who left before and has now confirmed that they want mail. */
export async function liftOwnLeave(tx: Database, keys: AddressKeys, addressHash: string): Promise<void> {
  await deleteSuppression(tx, keys, addressHash, ownWishReasons);
}

/** Keeps the first reason when the address is suppressed already, unless it only had left or the provider alone lists it; true when it is new. */
export async function insertSuppression(
  db: Database,
  keys: AddressKeys,
  suppression: Pick<Suppression, "addressHash" | "email" | "reason" | "cause" | "explanation" | "createdAt">,
): Promise<boolean> {
  const { email, reason, cause, explanation } = suppression;
  const { keyId, keyedHash } = suppressionNames(keys, suppression.addressHash);
  const rows = await db
    .insert(suppressions)
    .values({ ...suppression, keyId, keyedHash })
    .onConflictDoUpdate({
      target: suppressions.addressHash,
      set: { email, reason, cause, explanation },
      setWhere: inArray(suppressions.reason, reason === "provider" ? ["left"] : ["left", "provider"]),
    })
    .returning();
  return rows.length > 0;
}

/** Suppresses an erased reader's address; an earlier suppression keeps its reason and loses the address. */
export async function insertErasedSuppression(
  db: Database,
  keys: AddressKeys,
  addressHash: string,
  now: Date,
): Promise<void> {
  const names = suppressionNames(keys, addressHash);
  const { keyId, keyedHash } = names;
  const forgotten = {
    email: null,
    cause: null,
    explanation: null,
    wish: sql<"erased" | null>`case when ${suppressions.reason} <> 'erased' then 'erased' end`,
  };
  await db
    .insert(suppressions)
    .values({ addressHash, keyId, keyedHash, reason: "erased", createdAt: now })
    .onConflictDoUpdate({ target: suppressions.addressHash, set: forgotten });
  await db.update(suppressions).set(forgotten).where(isNamed(names));
}

/** Lifts a suppression under all its keys, only of the given reasons when some are given; true when there was one. */
export async function deleteSuppression(
  db: Database,
  keys: AddressKeys,
  addressHash: string,
  reasons?: SuppressionReason[],
): Promise<boolean> {
  const ofReason = reasons ? inArray(suppressions.reason, reasons) : undefined;
  const rows = await db
    .delete(suppressions)
    .where(and(isNamed(suppressionNames(keys, addressHash)), ofReason))
    .returning();
  return rows.length > 0;
}

/** Suppressions, the latest first. */
export async function listSuppressions(
  db: Database,
  page: { limit: number; before?: Date | null },
): Promise<Suppression[]> {
  const before = page.before ? lt(suppressions.createdAt, page.before) : undefined;
  return db
    .select()
    .from(suppressions)
    .where(before)
    .orderBy(desc(suppressions.createdAt), asc(suppressions.addressHash))
    .limit(page.limit);
}
