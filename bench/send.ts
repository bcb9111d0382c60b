import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Resend } from "resend";
import type { Context } from "../src/context.ts";
import { requestBody } from "../src/delivery/mailers/body.ts";
import { listEditionStatus } from "../src/delivery/progress/edition-status.ts";
import { nothingSeen } from "../src/digest/seen-papers.ts";
import { findEditionRow } from "../src/editions/store.ts";
import { draftEdition } from "../src/publish/draft-edition.ts";
import { draftMail, usualSubscriber } from "../src/publish/draft-mail.ts";
import { publishEdition } from "../src/publish/publish-edition.ts";
import { openTestRedis } from "../test/support/redis-server.ts";
import { startWorkers } from "../workers/main.ts";
import { readSizes } from "./support/sizes.ts";
import { openStage, perSecond, print, seatReaders } from "./support/stage.ts";

const batchSize = 100;
/** As many requests at once as the worker makes. */
const concurrency = 4;
const lookEveryMs = 20;

/**
 * How near one worker process comes to the wire: an edition to many readers through the whole of it (ledger,
 * queue, choice, assembly, seal, request, settling), and `resend.batch.send` alone with the same mails ready.
 * Both send to the same sink in the same run.
 *
 *     npm run bench -- send [--readers 20000] [--redis]
 */
export async function benchSend(args: string[]): Promise<void> {
  const { readers, redis: isOnRedis } = readSizes(args, { readers: { usual: 20_000, small: 200 } }, [
    "redis",
  ]);
  const redis = isOnRedis ? await openTestRedis() : null;
  const sink = await startSink();
  const { ctx, day, close } = await openStage({
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_bench",
    RESEND_BASE_URL: sink.url,
    RESEND_REQUESTS_PER_SECOND: "10000",
    ...(redis ? { REDIS_URL: redis.url } : {}),
  });
  try {
    await seatReaders(ctx.db, readers);
    const mail = await oneMail(ctx, day);
    const bytes = requestBody([mail]).length;
    print("one mail", `${(bytes / 1000).toFixed(1)} kB on the wire`);
    const { editionId } = await publishEdition(ctx, {
      cadence: "daily",
      period: day,
      isHeld: false,
      isNow: true,
    });
    const before = await timed(() => sendReady(sink.url, mail, readers));
    const through = await timed(() => sendThrough(ctx, editionId, readers));
    const after = await timed(() => sendReady(sink.url, mail, readers));
    const alone = { ms: (before.ms + after.ms) / 2, cpuMs: (before.cpuMs + after.cpuMs) / 2 };
    const tell = ({ ms, cpuMs }: Timed) =>
      `${perSecond(readers, ms)} mails a second, ${((cpuMs / readers) * 1000).toFixed(0)} ms of processor a thousand`;
    print("resend.batch.send alone", tell(alone));
    print(`through the worker, queue in ${redis ? "Redis" : "PostgreSQL"}`, tell(through));
    print(
      "ratio",
      `${(alone.ms / through.ms).toFixed(2)} in time, ${(alone.cpuMs / through.cpuMs).toFixed(2)} in processor`,
    );
    print("memory of the worker", `${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
  } finally {
    await close();
    sink.close();
    await redis?.close();
  }
}

type Timed = {
  ms: number;
  /** Of this process alone: without PostgreSQL and the sink. */
  cpuMs: number;
};

async function timed(work: () => Promise<void>): Promise<Timed> {
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
}

async function startSink(): Promise<{ url: string; close(): void }> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", fileURLToPath(new URL("./support/sink.ts", import.meta.url))],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const [port] = await once(child.stdout, "data");
  return { url: `http://127.0.0.1:${String(port).trim()}`, close: () => child.kill() };
}

async function oneMail(ctx: Context, day: string) {
  const draft = await draftEdition(ctx, { cadence: "daily", period: day });
  const drafted = await draftMail(ctx, draft, {
    reader: usualSubscriber("reader@example.com"),
    subscriber: null,
    seen: nothingSeen,
  });
  if (drafted.kind === "none") throw new Error(drafted.reason);
  return drafted.mail;
}

type Ready = Awaited<ReturnType<typeof oneMail>>;

async function sendReady(url: string, mail: Ready, count: number): Promise<void> {
  const resend = new Resend("re_bench", { baseUrl: url });
  const { replyTo, ...rest } = mail;
  const list = Array.from({ length: batchSize }, () => ({ ...rest, ...(replyTo ? { replyTo } : {}) }));
  let left = Math.ceil(count / batchSize);
  const lane = async () => {
    for (; left > 0; ) {
      left -= 1;
      const { error } = await resend.batch.send(list, { idempotencyKey: `bench-${left}` });
      if (error) throw new Error(error.message);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

/** From the workers' start to the end of the edition. */
async function sendThrough(ctx: Context, editionId: string, count: number): Promise<void> {
  const workers = await startWorkers(ctx, ["dispatch", "deliver"]);
  try {
    for (;;) {
      if ((await findEditionRow(ctx.db, editionId))?.state === "sent") break;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    const [status] = await listEditionStatus(ctx.db, editionId);
    if (status?.submitted !== count) throw new Error(`${status?.submitted} of ${count} were submitted`);
  } finally {
    await workers.close();
  }
}
