import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { readConfig } from "../src/config/env.ts";
import { type Context, createContext } from "../src/context.ts";
import { findFreePort } from "../src/db/ports.ts";
import { makeEvent, signWebhook } from "../test/fakes/resend-webhooks.ts";
import { readSizes } from "./support/sizes.ts";

const secret = `whsec_${Buffer.from("a secret for the bench..").toString("base64")}`;
const say = (text: string) => process.stdout.write(`${text}\n`);

type Load = {
  events: number;
  /** Events a second; 0 is as fast as it goes. */
  rate: number;
  port: number;
};

/**
 * How many webhook events a second one `paperboy start` takes and applies: posts signed events over HTTP,
 * at a steady rate or as fast as they are answered, and then counts in the database that none is lost.
 *
 *     npm run bench -- feedback [--events 20000] [--rate 1000]
 */
export async function benchFeedback(args: string[]): Promise<void> {
  const sizes = readSizes(args, {
    events: { usual: 20_000, small: 100 },
    rate: { usual: 1_000, small: 0, least: 0 },
  });
  const load = { ...sizes, port: await findFreePort() };
  const dataDir = mkdtempSync(path.join(tmpdir(), "paperboy-bench-"));
  const env = {
    DATA_DIR: dataDir,
    PORT: String(load.port),
    RESEND_WEBHOOK_SECRET: secret,
    TOKEN_SECRET: "a-secret-for-the-bench-of-32-bytes-or-more",
    LOG_LEVEL: "warn",
  };
  const ctx = await createContext(readConfig(env));
  try {
    await plant(ctx, Math.ceil(load.events / 2));
    const server = await startServer(env);
    try {
      const bodies = await makeBodies(ctx, load.events);
      const used = () => cpuSeconds(server.pid) + cpuSeconds(postmasterPid(dataDir));
      const before = used();
      await measure(ctx, bodies, load);
      const spent = used() - before;
      say(
        `the server and PostgreSQL used ${spent.toFixed(1)} s of CPU: ${Math.round((2 * bodies.length) / spent)} events a second on two free cores`,
      );
    } finally {
      await server.stop();
    }
  } finally {
    await ctx.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startServer(env: Record<string, string>): Promise<{ pid: number; stop(): Promise<void> }> {
  const launcher = fileURLToPath(new URL("../bin/paperboy.mjs", import.meta.url));
  const child = spawn(process.execPath, [launcher, "start", "--no-env-file"], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("exit", () => reject(new Error("the server did not start")));
  });
  return {
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** CPU time of a process and its children so far (Linux's proc(5)); 0 elsewhere. */
function cpuSeconds(pid: number): number {
  try {
    const after = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    // Fields 14 to 17, counted from 3 after the name, in ticks of a hundredth of a second.
    const own = after.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) / 100, 0);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return own + children.filter(Boolean).reduce((sum, child) => sum + cpuSeconds(Number(child)), 0);
  } catch {
    return 0;
  }
}

function postmasterPid(dataDir: string): number {
  const [pid = "0"] = readFileSync(path.join(dataDir, "postgres", "data", "postmaster.pid"), "utf8").split(
    "\n",
  );
  return Number(pid);
}

async function plant({ db }: Context, readers: number): Promise<void> {
  await db.execute(sql`
    insert into editions (id, cadence, period, number, state, published_at, planned)
    values ('daily-2026-06-17', 'daily', '2026-06-17', 1, 'sent', now(), ${readers})`);
  await db.execute(sql`
    insert into subscribers (email, email_key, address_hash, state, source, created_at, updated_at)
    select e, e, encode(sha256(e::bytea), 'hex'), 'active', 'bench', now(), now()
    from (select 'reader' || n || '@example.com' as e from generate_series(1, ${readers}) n) s`);
  await db.execute(sql`
    insert into deliveries (edition_id, subscriber_id, state, due_at, submitted_at)
    select 'daily-2026-06-17', id, 'submitted', now(), now() from subscribers`);
}

/** A delivery for each reader; then an open, a click, a bounce of either kind or a complaint, shuffled. */
async function makeBodies({ db }: Context, events: number): Promise<string[]> {
  const { rows } = await db.execute<{ id: string; email: string }>(sql`select id, email from subscribers`);
  const others = ["email.opened", "email.opened", "email.clicked", "email.sent", "email.bounced"] as const;
  return rows
    .flatMap(({ id, email }, index) => {
      const tags = [
        { name: "edition", value: "daily-2026-06-17" },
        { name: "subscriber", value: id },
      ];
      const mail = { id, from: "digest@example.com", to: [email], subject: "Papers", tags };
      const other = others[index % others.length] ?? "email.sent";
      return [
        JSON.stringify(makeEvent("email.delivered", mail)),
        JSON.stringify(makeEvent(other, mail, { data: { bounce: { type: "Transient" } } })),
      ];
    })
    .toSorted(() => Math.random() - 0.5)
    .slice(0, events);
}

async function measure({ db }: Context, bodies: string[], { rate, port }: Load): Promise<void> {
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const startedAt = performance.now();
  let next = 0;
  const post = async () => {
    for (let index = next++; index < bodies.length; index = next++) {
      const dueMs = rate === 0 ? 0 : startedAt + (index / rate) * 1000 - performance.now();
      if (dueMs > 0) await new Promise((resolve) => setTimeout(resolve, dueMs));
      const begun = performance.now();
      const status = await send(agent, port, bodies[index] ?? "");
      latencies.push(performance.now() - begun);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 64 }, post));
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
  say(
    `${bodies.length} events posted in ${seconds.toFixed(1)} s: ${Math.round(bodies.length / seconds)} a second`,
  );
  say(`answers ${JSON.stringify([...statuses])}; 50 % within ${at(0.5)} ms, 99 % within ${at(0.99)} ms`);
  for (;;) {
    const { rows } = await db.execute<{ stored: number; waiting: number; delivered: number }>(sql`
      select (select count(*)::int from provider_events) as stored,
        (select count(*)::int from provider_events where applied_at is null) as waiting,
        (select count(*)::int from deliveries where outcome is not null) as delivered`);
    const [row] = rows;
    if (row?.waiting === 0 || performance.now() - startedAt > 300_000) {
      say(
        `all applied ${((performance.now() - startedAt) / 1000 - seconds).toFixed(1)} s after the last answer`,
      );
      say(
        `stored ${row?.stored} of ${bodies.length}, waiting ${row?.waiting}, deliveries with an outcome ${row?.delivered}`,
      );
      if (row?.stored !== bodies.length) process.exitCode = 1;
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function send(agent: Agent, port: number, body: string): Promise<number> {
  return new Promise((resolve) => {
    const outgoing = request(
      `http://127.0.0.1:${port}/webhooks/resend`,
      {
        method: "POST",
        agent,
        headers: { "content-type": "application/json", ...signWebhook(secret, body) },
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => resolve(answer.statusCode ?? 0));
      },
    );
    outgoing.once("error", () => resolve(0));
    outgoing.end(body);
  });
}
