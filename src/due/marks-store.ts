import { sql } from "drizzle-orm";
import type { Cadence } from "../calendar/periods.ts";
import type { Database } from "../db/client.ts";

/**
 * What is known of this installation; the row is held still until the transaction ends, so that lookers take turns.
 * One that has collected before anybody kept time, as one of an older release, began with that.
 */
export async function lockInstallation(tx: Database, now: Date): Promise<{ beganAt: Date }> {
  await beginInstallation(tx, now);
  const { rows } = await tx.execute<{ beganAt: string }>(
    sql`select began_at as "beganAt" from installations for update`,
  );
  return { beganAt: new Date(rows[0]?.beganAt ?? now) };
}

async function beginInstallation(db: Database, now: Date): Promise<void> {
  await db.execute(sql`
    insert into installations (began_at)
    select least(${now}::timestamptz, (select min(started_at) from source_runs))
    where not exists (select from installations)
    on conflict do nothing`);
}

/** The name by which others know this installation; it goes with its database. One that has not begun begins. */
export async function requireInstallationId(db: Database, now: Date): Promise<string> {
  const known = await findInstallationId(db);
  if (known !== null) return known;
  await beginInstallation(db, now);
  const made = await findInstallationId(db);
  if (made === null) throw new Error("the installation has begun and has no id");
  return made;
}

/** Null when the installation has not begun. */
export async function findInstallationId(db: Database): Promise<string | null> {
  const { rows } = await db.execute<{ id: string }>(sql`select public_id as id from installations`);
  return rows[0]?.id ?? null;
}

/** Has digests wait, whichever process would send them, until one comes that has this mailer. Safe to repeat. */
export async function awaitMailer(db: Database, mailer: string, now: Date): Promise<void> {
  await beginInstallation(db, now);
  await db.execute(sql`update installations set awaited_mailer = ${mailer}`);
}

/** Whether digests wait for another mailer than this one. */
export async function awaitsAnotherMailer(db: Database, mailer: string): Promise<boolean> {
  const { rows } = await db.execute<{ is: boolean | null }>(
    sql`select awaited_mailer <> ${mailer}::text as "is" from installations`,
  );
  return rows[0]?.is === true;
}

/** Past two looks at what is due, and a restart of the process that mails. */
const mailingMs = 5 * 60_000;
const noteEveryMs = 30_000;

/**
 * Notes that a process which mails by the provider is at work, and lets digests leave that waited for its mailer; what a
 * clock that was wrong has noted gives way. Safe to repeat.
 */
export async function noteMailing(db: Database, mailer: string, now: Date): Promise<void> {
  await db.execute(sql`
    update installations set mailing_seen_at = ${now}, awaited_mailer = nullif(awaited_mailer, ${mailer}::text)
    where mailing_seen_at is null or mailing_seen_at < ${new Date(now.getTime() - noteEveryMs)}
      or mailing_seen_at > ${now} or awaited_mailer = ${mailer}::text`);
}

/** What a process mails by, and when it began. */
export type MailingProcess = { mailer: string; startedAt: Date };

/**
 * Whether a process that puts mails into the local mailbox leaves them to another, since one that mails by the provider was
 * at work in the last minutes, or since this one began. So a process from before the set-up stands aside until it ends, and
 * one that is begun without the provider on purpose works some minutes after the last that had it.
 */
export async function isMailedElsewhere(db: Database, one: MailingProcess, now: Date): Promise<boolean> {
  const { rows } = await db.execute<{ is: boolean }>(
    sql`select ${mailedElsewhere(one, now)} as "is" from installations`,
  );
  return rows[0]?.is === true;
}

/** As `isMailedElsewhere`, or since readers wait for another mailer than this process has. */
export async function standsAside(db: Database, one: MailingProcess, now: Date): Promise<boolean> {
  const { rows } = await db.execute<{ is: boolean }>(sql`
    select coalesce(awaited_mailer <> ${one.mailer}::text, false) or coalesce(${mailedElsewhere(one, now)}, false) as "is"
    from installations`);
  return rows[0]?.is === true;
}

function mailedElsewhere({ mailer, startedAt }: MailingProcess, now: Date) {
  const since = new Date(Math.min(startedAt.getTime(), now.getTime() - mailingMs));
  return sql`${mailer}::text = 'outbox' and mailing_seen_at > ${since}::timestamptz`;
}

/** Since when this installation keeps time; null when it has not begun. */
export async function findBeginning(db: Database): Promise<Date | null> {
  const { rows } = await db.execute<{ beganAt: string }>(
    sql`select began_at as "beganAt" from installations`,
  );
  return rows[0] ? new Date(rows[0].beganAt) : null;
}

/**
 * The newest instant that a ledger without marks tells of its schedule: what happened later, it has not heard of.
 * Null when it tells none.
 */
export async function findLastScheduledWrite(db: Database): Promise<Date | null> {
  const { rows } = await db.execute<{ at: string | null }>(sql`
    select greatest((select max(finished_at) from source_runs), (select max(published_at) from editions)) as at`);
  return rows[0]?.at ? new Date(rows[0].at) : null;
}

/** The latest period of each cadence that was noted. */
export async function listPeriodMarks(db: Database): Promise<Map<Cadence, string>> {
  const { rows } = await db.execute<{ cadence: Cadence; period: string }>(
    sql`select cadence, period from publication_marks`,
  );
  return new Map(rows.map(({ cadence, period }) => [cadence, period]));
}

export async function writeMark(tx: Database, cadence: Cadence, period: string): Promise<void> {
  await tx.execute(sql`
    insert into publication_marks (cadence, period) values (${cadence}, ${period})
    on conflict (cadence) do update set period = excluded.period where publication_marks.period < excluded.period`);
}
