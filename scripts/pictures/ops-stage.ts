import { sql } from "drizzle-orm";
import { seedSample } from "../../seeds/seed.ts";
import { readConfig } from "../../src/config/env.ts";
import { type Context, createContext } from "../../src/context.ts";
import { openDatabase } from "../../src/db/client.ts";
import { migrateDatabase } from "../../src/db/migrate.ts";
import { listEditionStatus } from "../../src/delivery/progress/edition-status.ts";
import { publishEdition } from "../../src/publish/publish-edition.ts";
import { importSubscribers } from "../../src/subscribers/lists/import-subscribers.ts";
import { suppressAddress } from "../../src/subscribers/suppressions/suppress-address.ts";
import { startWebServer } from "../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../../test/fakes/fake-resend.ts";
import { seededRandom } from "../../test/fakes/seeded-random.ts";
import { openTemporaryDatabase } from "../../test/support/temporary-database.ts";
import { startWorkers } from "../../workers/main.ts";

export type OpsStage = {
  url: string;
  ctx: Context;
  /** The edition that goes out while it is looked at. */
  sendingId: string;
  /** A reader with a history. */
  readerId: string;
  batchId: string;
  close(): Promise<void>;
};

export const stagePassword = "a password for pictures";

const readers = 3_000;
const startAt = Date.parse("2026-06-17T04:00:00Z");

/** An installation in the midst of a morning: one edition is out, one goes out, one waits, one tripped. */
export async function openOpsStage(): Promise<OpsStage> {
  const database = await openTemporaryDatabase();
  const { pool } = openDatabase(database.url, 2, () => {});
  await migrateDatabase(pool);
  await pool.end();
  const resend = await startFakeResend({ keep: "none" });
  const began = Date.now();
  let stoppedAt: number | null = null;
  const clock = { now: () => new Date(startAt + (stoppedAt ?? Date.now()) - began) };
  const ctx = await createContext(configFor(database.url, resend), { clock });
  const workers = await startWorkers(ctx, ["dispatch", "deliver"]);
  const site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  await seedSample(ctx);
  await fillReaders(ctx);
  await fillSources(ctx);
  const batchId = await sendEarlierEditions(ctx);
  const { editionId } = await publishEdition(ctx, {
    cadence: "daily",
    period: "2026-06-16",
    isHeld: false,
    isNow: true,
  });
  await until(async () => ((await statusOf(ctx, editionId)).submitted ?? 0) >= 900);
  // From here on nothing moves, so that all pictures tell the same.
  await workers.close();
  stoppedAt = Date.now();
  await spoil(ctx, editionId);
  return {
    url: site.url,
    ctx,
    sendingId: editionId,
    readerId: await anyReader(ctx),
    batchId,
    close: async () => {
      await site.close();
      await ctx.close();
      await resend.close();
      await database.close();
    },
  };
}

function configFor(databaseUrl: string, resend: FakeResend) {
  return readConfig({
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: "silent",
    TOKEN_SECRET: "a-secret-for-pictures-of-32-bytes-or-more",
    OPS_PASSWORD: stagePassword,
    PUBLIC_URL: "http://127.0.0.1:3000",
    MAIL_TRANSPORT: "resend",
    MAIL_FROM: "Paperboy <digest@paperboy.example>",
    MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
    RESEND_API_KEY: "re_pictures",
    RESEND_BASE_URL: resend.url,
    RESEND_REQUESTS_PER_SECOND: "4",
  });
}

async function fillReaders(ctx: Context): Promise<void> {
  const cadences = ["daily", "daily", "daily", "weekdays", "weekly", "monthly"];
  const zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "UTC"];
  const topics = ["cs.CL", "", "cs.CV|cs.LG", "", "cs.RO"];
  const lines = Array.from({ length: readers }, (_, index) =>
    [
      `reader${String(index).padStart(4, "0")}@example.com`,
      cadences[index % cadences.length],
      zones[index % zones.length],
      6 + (index % 4),
      topics[index % topics.length],
    ].join(","),
  );
  await importSubscribers(ctx, {
    lines: asLines(["email,cadence,timezone,hour,topics", ...lines]),
    consent: "Signed up for the reading list at the spring fair.",
    isDryRun: false,
  });
  // A growth that a chart can show: more join towards the end, and some leave.
  await ctx.db.execute(sql`
    with aged as (
      select id, row_number() over (order by id) as place, 120 * (1 - sqrt(row_number() over (order by id) / ${readers}::float8)) as days
      from subscribers where source = 'import'
    )
    update subscribers s set created_at = ${ctx.clock.now()}::timestamptz - make_interval(secs => (days * 86400)::int),
      confirmed_at = ${ctx.clock.now()}::timestamptz - make_interval(secs => (days * 86400)::int),
      state = case when place % 19 = 0 then 'unsubscribed' when place % 53 = 0 then 'paused' else s.state end,
      unsubscribed_at = case when place % 19 = 0 then ${ctx.clock.now()}::timestamptz - make_interval(secs => (days * 43200)::int) end
    from aged where s.id = aged.id`);
  const reasons = ["bounce", "bounce", "bounce", "complaint", "operator"] as const;
  for (const [index, reason] of reasons.entries()) {
    await suppressAddress(ctx, {
      email: `gone${index}@example.com`,
      reason,
      explanation: {
        bounce: "550 5.1.1 the mailbox does not exist",
        complaint: "reported as spam",
        operator: "asked by phone to be left alone",
      }[reason],
    });
  }
}

async function* asLines(lines: string[]): AsyncGenerator<string> {
  for (const line of lines) yield `${line}\n`;
}

async function fillSources(ctx: Context): Promise<void> {
  const random = seededRandom(7);
  for (const source of ["huggingface", "arxiv"]) {
    for (let hour = 48; hour > 0; hour -= 1) {
      const at = new Date(startAt - hour * 3_600_000 + 420_000);
      const isOk = source === "huggingface" ? random() > 0.03 : random() > 0.12 || hour === 1;
      await ctx.db.execute(sql`
        insert into source_runs (source, day, started_at, finished_at, is_ok, error, papers, rejected)
        values (${source}, ${at.toISOString().slice(0, 10)}::date, ${at},
          ${new Date(at.getTime() + 900 + random() * 4000)}, ${isOk}, ${isOk ? null : "arXiv answered 503 three times"},
          ${isOk ? 20 + Math.floor(random() * 20) : 0}, ${isOk && random() > 0.8 ? 1 : 0})`);
    }
  }
  for (const [itemId, reason] of [
    ["2606.16118", "the abstract is missing"],
    ["#12", "upvotes: expected a number, got text"],
    ["2606.15990v2", "publishedAt: not a date"],
  ]) {
    await ctx.db.execute(sql`
      insert into rejected_items (source, day, item_id, reason, first_seen_at)
      values ('huggingface', '2026-06-16', ${itemId}, ${reason}, ${ctx.clock.now()})`);
  }
}

/** One that is out, with feedback; one that the breaker stopped; one that waits to be approved. */
async function sendEarlierEditions(ctx: Context): Promise<string> {
  const { rows: days } = await ctx.db.execute<{ day: string }>(
    sql`select distinct day::text as day from paper_listings where day < '2026-06-16' order by day desc limit 2`,
  );
  const [stopped, sent] = days.map(({ day }) => day);
  if (!stopped || !sent) throw new Error("The sample has too few days.");
  const out = await publishEdition(ctx, { cadence: "daily", period: sent, isHeld: false, isNow: true });
  await until(async () => (await statusOf(ctx, out.editionId)).state === "sent", 60_000);
  await giveFeedback(ctx, out.editionId);
  const tripped = await publishEdition(ctx, {
    cadence: "daily",
    period: stopped,
    isHeld: false,
    isNow: true,
  });
  await ctx.db.execute(sql`
    update editions set state = 'paused', paused_by = 'breaker', paused_facts = null,
      state_reason = ${`breaker: 6 complaints among 1,480 submitted mails of ${tripped.editionId} (0.41 %; the limit is 0.08 %)`}
    where id = ${tripped.editionId}`);
  await ctx.db.execute(sql`
    insert into alerts (kind, subject, message, raised_at) values ('breaker', ${tripped.editionId},
      ${`${tripped.editionId} was paused: 0.41 % of its mails were reported as spam.`}, ${new Date(startAt - 1_500_000)})`);
  await publishEdition(ctx, { cadence: "weekly", period: "2026-W24", isHeld: true, isNow: false });
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`select id from batches where edition_id = ${out.editionId} and state = 'settled' limit 1`,
  );
  return rows[0]?.id ?? "";
}

async function giveFeedback(ctx: Context, editionId: string): Promise<void> {
  await ctx.db.execute(sql`
    with placed as (
      select subscriber_id, row_number() over (order by subscriber_id) as place, submitted_at
      from deliveries where edition_id = ${editionId} and state = 'submitted'
    )
    update deliveries d set outcome_at = p.submitted_at + interval '4 seconds',
      outcome = case when place % 211 = 0 then 'bounced' when place % 331 = 0 then 'complained'
        when place % 97 = 0 then 'delayed' else 'delivered' end,
      opened_at = case when place % 5 < 2 then p.submitted_at + interval '2 hours' end,
      clicked_at = case when place % 13 = 0 then p.submitted_at + interval '2 hours 1 minute' end,
      machine_opened_at = case when place % 3 = 0 then p.submitted_at + interval '9 seconds' end,
      machine_clicked_at = case when place % 41 = 0 then p.submitted_at + interval '9 seconds' end
    from placed p where d.edition_id = ${editionId} and d.subscriber_id = p.subscriber_id`);
}

/** Some refusals and one batch of which nobody knows, as a bad network would leave them. */
async function spoil(ctx: Context, editionId: string): Promise<void> {
  await ctx.db.execute(sql`
    with chosen as (
      select subscriber_id, row_number() over () as place from deliveries
      where edition_id = ${editionId} and state = 'submitted' limit 9
    )
    update deliveries d set state = 'failed', submitted_at = null,
      reason = case when place < 7 then 'validation_error: Invalid \`to\` field' else 'security_error: the content was refused' end
    from chosen s where d.edition_id = ${editionId} and d.subscriber_id = s.subscriber_id`);
  await ctx.db.execute(sql`
    with one as (
      update batches set state = 'uncertain', last_error = 'no answer within the life of its key', attempts = 6
      where id = (select id from batches where edition_id = ${editionId} and state = 'settled' order by settled_at limit 1)
      returning id
    )
    update deliveries d set state = 'uncertain', submitted_at = null, reason = 'no answer within the life of its key'
    from one where d.batch_id = one.id`);
  await ctx.db.execute(sql`
    insert into alerts (kind, subject, message, raised_at) values ('uncertain', ${editionId},
      ${`Nobody knows whether 100 mails of ${editionId} were accepted: look in the provider's list and settle them.`},
      ${new Date(startAt - 120_000)})`);
}

async function anyReader(ctx: Context): Promise<string> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select subscriber_id as id from deliveries where outcome = 'delivered' and opened_at is not null
    order by subscriber_id limit 1`);
  return rows[0]?.id ?? "";
}

async function statusOf(ctx: Context, editionId: string) {
  const [status] = await listEditionStatus(ctx.db, editionId);
  if (!status) throw new Error(`${editionId} is gone.`);
  return status;
}

async function until(holds: () => Promise<boolean>, patienceMs = 60_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("The stage is not set in time.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
