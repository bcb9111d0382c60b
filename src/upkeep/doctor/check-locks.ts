import type pg from "pg";
import { type DoctorLine, ok, warn } from "./doctor-line.ts";

/** What a transaction that names no edition locks, and what PostgreSQL has room for. */
export type LockRoom = {
  /** Months and cadences of the ledger. */
  partitions: number;
  /** Tables and indexes that one such transaction locks until its end. */
  locks: number;
  /** `max_locks_per_transaction`: the room for locks is so many times the connections. */
  most: number;
  connections: number;
};

/** So many such transactions go on at once when many workers send and feedback comes in. */
const atOnce = 8;

/** Whether PostgreSQL has room for the locks that the partitions of the ledger take. */
export async function checkLocks(pool: pg.Pool | null): Promise<DoctorLine[]> {
  if (pool === null) return [];
  const { rows } = await pool.query<LockRoom>(`
    with parts as (
      select inhparent, inhrelid from pg_inherits where inhparent in (to_regclass('deliveries'), to_regclass('batches'))
    )
    select count(*) filter (where inhparent = to_regclass('deliveries'))::int as partitions,
      (count(*) + coalesce(sum((select count(*) from pg_index i where i.indrelid = inhrelid)), 0))::int as locks,
      current_setting('max_locks_per_transaction')::int as most,
      current_setting('max_connections')::int + current_setting('max_prepared_transactions')::int as connections
    from parts`);
  const [room] = rows;
  return room === undefined || room.partitions === 0 ? [] : [judgeLocks(room)];
}

export function judgeLocks({ partitions, locks, most, connections }: LockRoom): DoctorLine {
  const wanted = Math.ceil((atOnce * locks) / connections);
  const words = `max_locks_per_transaction is ${most}; the ledger's ${partitions} partitions want ${wanted}`;
  return most < wanted
    ? warn(
        "locks",
        `${words}, or transactions fail that find no room for their locks.`,
        `Set max_locks_per_transaction to ${2 * wanted} and restart PostgreSQL.`,
      )
    : ok("locks", words);
}
