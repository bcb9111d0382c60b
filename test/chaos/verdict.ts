import { sql } from "drizzle-orm";
import { openDatabase } from "../../src/db/client.ts";
import { listBrokenLedgers } from "../../src/delivery/ledger/status-store.ts";
import { listEditionStatus } from "../../src/delivery/progress/edition-status.ts";
import type { AcceptedMail } from "../fakes/resend-mailbox.ts";

export type Verdict = {
  planned: number;
  accepted: number;
  missing: number;
  repeated: number;
  /** Everything that is not as promised, in words. */
  complaints: string[];
};

type DeliveryRow = { email: string; state: string; providerId: string | null; isSuppressed: boolean };

/** Compares what the provider accepted with what was planned, and the ledger with both. */
export async function judge(url: string, editionId: string, accepted: AcceptedMail[]): Promise<Verdict> {
  const { db, pool } = openDatabase(url, 2, () => {});
  try {
    const { rows } = await db.execute<DeliveryRow>(sql`
      select s.email, d.state, d.provider_id as "providerId", p.address_hash is not null as "isSuppressed"
      from deliveries d join subscribers s on s.id = d.subscriber_id
      left join suppressions p on p.address_hash = s.address_hash where d.edition_id = ${editionId}`);
    const [status] = await listEditionStatus(db, editionId);
    const mails = new Map<string, AcceptedMail[]>();
    for (const mail of accepted.filter((one) => hasTag(one, "edition", editionId))) {
      const to = mail.to[0] ?? "";
      mails.set(to, [...(mails.get(to) ?? []), mail]);
    }
    const wanted = rows.filter((row) => !row.isSuppressed);
    const missing = wanted.filter((row) => !mails.has(row.email)).length;
    const repeated = [...mails.values()].filter((list) => list.length > 1).length;
    const complaints = [
      ...complain(missing, "planned mails were never accepted"),
      ...complain(repeated, "readers were mailed more than once"),
      ...complain(rows.length === status?.planned ? 0 : 1, "the edition's count differs from its deliveries"),
      ...complain(
        wanted.filter((row) => row.state !== "submitted").length,
        "deliveries of accepted mails are not submitted",
      ),
      ...complain(
        wanted.filter((row) => mails.get(row.email)?.[0]?.id !== row.providerId).length,
        "deliveries do not have the id that the provider gave",
      ),
      ...complain(
        rows.filter((row) => row.isSuppressed && (row.state !== "excluded" || mails.has(row.email))).length,
        "suppressed readers were not left out",
      ),
      ...complain((await listBrokenLedgers(db)).length, "ledgers do not add up"),
      ...complain(await countOpen(db, editionId), "batches or deliveries are still open"),
      ...(status?.state === "sent" ? [] : [`the edition is ${status?.state}, not sent`]),
    ];
    return { planned: wanted.length, accepted: accepted.length, missing, repeated, complaints };
  } finally {
    await pool.end();
  }
}

function complain(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}`];
}

function hasTag(mail: AcceptedMail, name: string, value: string): boolean {
  return mail.tags.some((tag) => tag.name === name && tag.value === value);
}

async function countOpen(db: Parameters<typeof listBrokenLedgers>[0], editionId: string): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(sql`
    select (select count(*) from batches where edition_id = ${editionId} and state in ('planned', 'sealed', 'uncertain'))::int
      + (select count(*) from deliveries where edition_id = ${editionId} and state in ('pending', 'sealed', 'uncertain'))::int
      as count`);
  return rows[0]?.count ?? 0;
}
