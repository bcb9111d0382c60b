import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { Resend } from "resend";
import { z } from "zod";
import type { Context } from "../src/context.ts";
import type { Detail } from "../src/editions/edition.ts";
import { publishEdition } from "../src/publish/publish-edition.ts";
import { buildForm } from "../test/support/built-form.ts";
import { openTestRedis } from "../test/support/redis-server.ts";
import { processorMs } from "./support/processor-time.ts";
import { makeReadyMails, type ReadyMail, type ReadyMails } from "./support/ready-mails.ts";
import { readSizes } from "./support/sizes.ts";
import { openStage, perSecond, print, type Stage, seatReaders } from "./support/stage.ts";
import {
  benchMark,
  forgetStatements,
  listStatements,
  type StatementCost,
  shorten,
  statementSettings,
} from "./support/statements.ts";
import { startWorkerProcess } from "./support/worker-process.ts";

const batchSize = 100;
/** As many requests at once as a worker makes. */
const concurrency = 4;
const lookEveryMs = 20;
/** Rendering is so slow that few readers tell how slow. */
const naiveReaders = 400;

/**
 * How near worker processes come to the wire: an edition to many readers, who want different things, through the whole
 * of it (ledger, queue, choice, assembly, seal, request, settling), beside `resend.batch.send` alone with such mails
 * ready, and beside a loop that renders and sends for one reader at a time. All send to the same sink in the same run.
 * For each number of workers and each backend of the queue it tells the ratio in time to the mails that were ready, the
 * workers' processor time and peak memory, how busy they, PostgreSQL and the sink keep the machine together, and what
 * each statement of the ledger cost; round trips to BullMQ's tables apart.
 *
 *     npm run bench -- send [--readers 20000] [--workers 2] [--heap 128] [--statements 12] [--abstracts] [--profile] [--redis | --postgres]
 *
 * @param args `--workers` is the most of them; `--heap` the megabytes of a worker's old objects; `--profile` has each
 * worker write its profile (`*.cpuprofile`) where the bench was called; `--redis` and `--postgres` leave the other
 * backend out.
 */
export async function benchSend(args: string[]): Promise<void> {
  const sizes = {
    readers: { usual: 20_000, small: 200 },
    workers: { usual: 2, small: 1 },
    heap: { usual: 0, small: 0, least: 32 },
    statements: { usual: 12, small: 3 },
  };
  const given = readSizes(args, sizes, ["redis", "postgres", "abstracts", "profile"]);
  const redis = given.postgres ? null : await openTestRedis();
  const form = await buildForm();
  const sink = await startSink();
  const closeOthers = async () => {
    sink.close();
    await form.close();
    await redis?.close();
  };
  const stage = await openStage(
    {
      MAIL_TRANSPORT: "resend",
      RESEND_API_KEY: "re_bench",
      RESEND_BASE_URL: sink.url,
      RESEND_REQUESTS_PER_SECOND: "10000",
    },
    statementSettings,
  ).catch(async (error: unknown) => {
    await closeOthers();
    throw error;
  });
  try {
    const { ctx, day } = stage;
    await seatReaders(ctx.db, given.readers);
    await giveWishes(ctx, given.abstracts ? "abstract" : "summary");
    const ready = await makeReadyMails(ctx, day, batchSize);
    const alone = () =>
      measureLoop(sink, given.readers, () => sendReady(sink.url, ready.mails, given.readers));
    await sendReady(sink.url, ready.mails, batchSize * concurrency); // the machinery of fetch
    const before = await alone();
    print("resend.batch.send alone, mails ready", tellLoop(before));
    const naive = Math.min(given.readers, naiveReaders);
    const rendered = await measureLoop(sink, naive, () => sendNaively(sink.url, ready, naive));
    print("render and send, reader by reader", tellLoop(rendered));
    for (const backend of [...(given.redis ? [] : ["PostgreSQL"]), ...(redis ? ["Redis"] : [])]) {
      const env = { ...stage.env, ...(backend === "Redis" && redis ? { REDIS_URL: redis.url } : {}) };
      for (let workers = 1; workers <= given.workers; workers += 1) {
        const nodeOptions = [
          ...(given.heap > 0 ? [`--max-old-space-size=${given.heap}`] : []),
          ...(given.profile ? ["--cpu-prof"] : []),
        ];
        const sent = await measureWorkers(stage, sink, { folder: form.folder, env, workers, nodeOptions });
        const after = await alone();
        tellWorkers(sent, { workers, backend, aloneMs: (before.ms + after.ms) / 2 / given.readers });
        if (workers === 1) tellStatements(sent, given.statements);
      }
    }
  } finally {
    await stage.close();
    await closeOthers();
  }
}

/** Some follow topics, words or authors, some nothing, so that hardly two digests are alike. */
async function giveWishes({ db }: Context, detail: Detail): Promise<void> {
  await db.execute(sql`
    update subscribers s set detail = ${detail},
      topics = case n % 4 when 0 then '{}' when 1 then array[topic[1 + n / 4 % 5]]
        else array[topic[1 + n / 4 % 5], topic[1 + n / 20 % 5]] end,
      keywords = case n % 3 when 0 then '{}' else array[word[1 + n / 3 % 8], word[1 + n / 24 % 8]] end
    from (select id, (row_number() over (order by email))::int as n,
        array['cs.CL', 'cs.CV', 'cs.LG', 'cs.RO', 'cs.AI'] as topic,
        array['agent', 'memory', 'video', 'reasoning', 'diffusion', 'benchmark', 'reward', 'search'] as word
      from subscribers) w
    where w.id = s.id`);
  await db.execute(sql`vacuum analyze subscribers`);
}

type Sink = { url: string; count(): Promise<{ mails: number; bytes: number; cpuMs: number }>; close(): void };

async function startSink(): Promise<Sink> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", fileURLToPath(new URL("./support/sink.ts", import.meta.url))],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [port] = await once(child.stdout, "data");
  const url = `http://127.0.0.1:${String(port).trim()}`;
  const counted = z.object({ mails: z.number(), bytes: z.number(), cpuMs: z.number() });
  return {
    url,
    count: async () => counted.parse(await (await fetch(url)).json()),
    close: () => child.kill(),
  };
}

type Loop = { ms: number; cpuMs: number; mails: number; bytes: number };

/** What a loop in this process takes. @throws when another number of mails came to the sink. */
async function measureLoop(sink: Sink, count: number, work: () => Promise<void>): Promise<Loop> {
  const before = await sink.count();
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const ms = performance.now() - startedAt;
  const after = await sink.count();
  const mails = after.mails - before.mails;
  if (mails < count) throw new Error(`${mails} of ${count} mails came to the sink`);
  return { ms, cpuMs: (user + system) / 1000, mails, bytes: after.bytes - before.bytes };
}

const tellLoop = ({ ms, cpuMs, mails, bytes }: Loop) =>
  `${perSecond(mails, ms)} mails a second, ${((cpuMs / mails) * 1000).toFixed(0)} ms of processor a thousand, ${sizeOf(bytes, mails)}`;

const sizeOf = (bytes: number, mails: number) => `${(bytes / mails / 1000).toFixed(1)} kB a mail`;

async function sendReady(url: string, mails: ReadyMail[], count: number): Promise<void> {
  const resend = new Resend("re_bench", { baseUrl: url });
  const list = Array.from({ length: batchSize }, (_, index) => mails[index % mails.length]).flatMap(
    (one) => one ?? [],
  );
  await inLanes(Math.ceil(count / batchSize), async (index) => {
    const { error } = await resend.batch.send(list, { idempotencyKey: `bench-${index}` });
    if (error) throw new Error(error.message);
  });
}

async function sendNaively(url: string, ready: ReadyMails, count: number): Promise<void> {
  const resend = new Resend("re_bench", { baseUrl: url });
  await inLanes(count, async (index) => {
    const { error } = await resend.emails.send(ready.renderOne(index), { idempotencyKey: `bench-${index}` });
    if (error) throw new Error(error.message);
  });
}

async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

type Sent = Loop & {
  /** Processor time of PostgreSQL, null where the system does not tell, and of the sink. */
  othersMs: { postgres: number | null; sink: number };
  batches: number;
  peakBytes: number;
  trips: { ledger: number; queue: number };
  /** Those to the ledger of a batch in the middle of the send; null where there are too few for a middle. */
  steadyTrips: number | null;
  statements: StatementCost[];
};

/** Plans the edition anew and has it sent by so many worker processes: from their beginning to the end of the edition. */
async function measureWorkers(
  { ctx, day, serverPid }: Stage,
  sink: Sink,
  {
    folder,
    env,
    workers,
    nodeOptions,
  }: { folder: string; env: Record<string, string>; workers: number; nodeOptions: string[] },
): Promise<Sent> {
  await ctx.db.execute(sql`truncate editions cascade`);
  const processes = await Promise.all(
    Array.from({ length: workers }, () => startWorkerProcess(folder, env, nodeOptions)),
  );
  const { editionId } = await publishEdition(ctx, {
    cadence: "daily",
    period: day,
    isHeld: false,
    isNow: true,
  });
  await ctx.db.execute(sql`checkpoint`);
  await forgetStatements(ctx.db);
  const before = await sink.count();
  const serverBefore = processorMs(serverPid);
  const startedAt = performance.now();
  for (const one of processes) one.begin();
  const tripsToLedger = async () => {
    const told = await Promise.all(processes.map((one) => one.tellTrips()));
    return told.reduce((all, { ledger }) => all + ledger, 0);
  };
  const steadyTrips = await watchSend(ctx, editionId, tripsToLedger);
  const ms = performance.now() - startedAt;
  const serverAfter = processorMs(serverPid);
  const statements = await listStatements(ctx.db);
  const after = await sink.count();
  const used = await Promise.all(processes.map((one) => one.end()));
  const sum = (figureOf: (one: (typeof used)[number]) => number) =>
    used.reduce((all, one) => all + figureOf(one), 0);
  return {
    ms,
    cpuMs: sum(({ cpuMs }) => cpuMs),
    othersMs: {
      postgres: serverBefore === null || serverAfter === null ? null : serverAfter - serverBefore,
      sink: after.cpuMs - before.cpuMs,
    },
    mails: after.mails - before.mails,
    bytes: after.bytes - before.bytes,
    batches: await countBatches(ctx, editionId, after.mails - before.mails),
    peakBytes: Math.max(...used.map(({ peakBytes }) => peakBytes)),
    trips: { ledger: sum(({ trips }) => trips.ledger), queue: sum(({ trips }) => trips.queue) },
    steadyTrips,
    statements,
  };
}

/** Batches that the beginning of a send takes, with the templates still to be loaded; from so many open ones on it is near its end. */
const beginning = 20;
const ending = 100;

/**
 * Waits until an edition is sent.
 *
 * @returns the round trips of a batch between its beginning, where much is read once, and its end, where each batch asks
 * whether it is the last; null where nothing lies between.
 */
async function watchSend(
  { db }: Context,
  editionId: string,
  tripsToLedger: () => Promise<number>,
): Promise<number | null> {
  const marks: { settled: number; trips: number }[] = [];
  for (;;) {
    const { rows } = await db.execute<{ isSent: boolean; settled: number; open: number }>(sql`
      select e.state = 'sent' as "isSent", count(*) filter (where b.state = 'settled')::int as settled,
        count(*) filter (where b.state <> 'settled')::int as open
      from editions e join batches b on b.edition_id = e.id where e.id = ${editionId} group by e.id ${benchMark}`);
    const { isSent = false, settled = 0, open = 0 } = rows[0] ?? {};
    const isMarked = marks.length === 0 ? settled >= beginning && open > ending : open <= ending;
    if (marks.length < 2 && isMarked && settled > (marks[0]?.settled ?? 0))
      marks.push({ settled, trips: await tripsToLedger() });
    if (isSent) break;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  const [from, to] = marks;
  return from && to ? (to.trips - from.trips) / (to.settled - from.settled) : null;
}

/** @throws when the ledger counts other mails than the sink. */
async function countBatches({ db }: Context, editionId: string, mails: number): Promise<number> {
  const { rows } = await db.execute<{ batches: number; submitted: number }>(sql`
    select (select count(*)::int from batches where edition_id = ${editionId}) as batches,
      (select count(*)::int from deliveries where edition_id = ${editionId} and state = 'submitted') as submitted
    ${benchMark}`);
  const { batches = 0, submitted = 0 } = rows[0] ?? {};
  if (submitted !== mails || mails === 0)
    throw new Error(`${submitted} submitted, ${mails} came to the sink`);
  return batches;
}

function tellWorkers(
  sent: Sent,
  { workers, backend, aloneMs }: { workers: number; backend: string; aloneMs: number },
): void {
  const { ms, mails, batches, peakBytes, trips, steadyTrips } = sent;
  const name = `${workers} ${workers === 1 ? "worker" : "workers"}, queue in ${backend}`;
  print(name, tellLoop(sent));
  print("  ratio to mails ready, in time", (aloneMs / (ms / mails)).toFixed(2));
  print("  processor, with PostgreSQL's and the sink's", tellBusy(sent));
  print("  peak memory of a worker", `${Math.round(peakBytes / 1e6)} MB`);
  print(
    "  round trips a batch",
    [
      `${(trips.ledger / batches).toFixed(1)} to the ledger`,
      ...(steadyTrips === null ? [] : [`${steadyTrips.toFixed(1)} between beginning and end`]),
      `${(trips.queue / batches).toFixed(1)} to BullMQ's tables`,
    ].join(", "),
  );
}

/** What of the machine was used: where all of its cores are busy, more workers bring nothing. */
function tellBusy({ ms, mails, cpuMs, othersMs: { postgres, sink } }: Sent): string {
  const of = (name: string, used: number) => `${name} ${((used / mails) * 1000).toFixed(0)}`;
  const parts = [
    of("workers", cpuMs),
    ...(postgres === null ? [] : [of("PostgreSQL", postgres)]),
    of("sink", sink),
  ];
  const busy = (cpuMs + (postgres ?? 0) + sink) / ms;
  return `${parts.join(", ")} ms a thousand mails; ${busy.toFixed(2)} of ${availableParallelism()} cores busy`;
}

function tellStatements({ statements, mails, batches }: Sent, most: number): void {
  const tell = (name: string, of: StatementCost[]) => {
    const sum = (figureOf: (one: StatementCost) => number) => of.reduce((all, one) => all + figureOf(one), 0);
    const calls = (sum((one) => one.calls) / batches).toFixed(2);
    const ms = ((sum((one) => one.ms) / mails) * 1000).toFixed(2);
    const rows = (sum((one) => one.rows) / batches).toFixed(1);
    const wal = (sum((one) => one.walBytes) / mails).toFixed(0);
    print(
      `  ${name}`.padEnd(88),
      `${calls.padStart(6)} a batch ${ms.padStart(7)} ms/1,000 mails ${rows.padStart(6)} rows a batch ${wal.padStart(5)} B of WAL a mail`,
    );
  };
  tell("the ledger's statements", statements);
  for (const one of statements.slice(0, most)) tell(shorten(one.text, 84), [one]);
  const others = statements.slice(most);
  if (others.length > 0) tell(`${others.length} others`, others);
}
