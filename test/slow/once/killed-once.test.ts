import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { addDays } from "../../../src/calendar/periods.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import type { CrashPoint } from "../../../src/delivery/send/crash-point.ts";
import { noteDue } from "../../../src/due/note-due.ts";
import { seededRandom } from "../../fakes/seeded-random.ts";
import { type OnceStage, openOnceStage } from "../../support/once-stage.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";
import { isShort } from "../short.ts";

const script = join(inject("builtFolder"), "dist/test/support/once-at.js");
const firstDay = "2026-06-17";
const readers = 250;

/** Where a run dies on each day, besides at a time that is drawn; the last request of a day is its third. */
const crashes: `${CrashPoint}:${number}`[][] = [
  ["plan-uncommitted:1", "sealed:2"],
  ["answer-read:1", "plan-committed:1"],
  ["attempt-begun:2", "answer-committed:1"],
  ["seal-uncommitted:1", "before-acknowledgement:2"],
  ["answer-read:3", "answer-read:1"],
  ["sealed:1", "attempt-begun:1"],
  ["plan-committed:1", "answer-read:2"],
];
const days = crashes.slice(0, isShort ? 2 : 7).map((_, index) => addDays(firstDay, index));
const random = seededRandom(20_260_617);

let stage: OnceStage;

beforeAll(async () => {
  stage = await openOnceStage({ DELIVERY_LEASE_MS: "1000" });
  const { ctx, clock } = stage;
  await noteDue(ctx.db, ctx.config.schedule, clock.now());
  await plantSubscribers(ctx, readers, { hour: 20 });
  await stage.openSite();
});
afterAll(() => stage.close());

it("mails each reader each edition once, however often runs are killed on each day of a week", async () => {
  let kills = 0;
  // What a whole run took last, of which a drawn instant is a part.
  let wholeMs = 6_000;
  for (const [index, day] of days.entries()) {
    stage.from.list(day, 3);
    stage.clock.set(`${addDays(day, 1)}T04:30:00Z`);
    // A Redis that is set for workers is nothing to a run: nobody listens there.
    const env: Record<string, string> = index % 2 === 0 ? {} : { REDIS_URL: "redis://127.0.0.1:9" };
    const killed = [
      ...(isShort ? [] : [await run(env, wholeMs * random())]),
      ...(await inTurn(crashes[index]?.slice(0, isShort ? 1 : 2) ?? [], (crashAt) =>
        run({ ...env, PAPERBOY_CRASH_AT: crashAt }),
      )),
      ...(isShort ? [] : [await run(env, wholeMs * random())]),
    ];
    kills += killed.filter(({ code }) => code === null).length;
    const { code, said, ms } = await run(env);
    expect({ day, code, said }).toEqual({ day, code: 0, said: "" });
    wholeMs = Math.max(ms, 2_000);
  }
  expect(kills).toBeGreaterThanOrEqual(days.length);
  const { rows } = await stage.ctx.db.execute<{ id: string; state: string; planned: number }>(
    sql`select id, state, planned from editions where cadence = 'daily' order by period`,
  );
  expect(rows).toEqual(days.map((day) => ({ id: `daily-${day}`, state: "sent", planned: readers })));
  expect(stage.resend.stats().duplicates).toBe(0);
  expect(stage.resend.stats().accepted).toBe(days.length * readers);
  expect(await listBrokenLedgers(stage.ctx.db)).toEqual([]);
});

async function inTurn<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** Runs once in a process of its own, until it ends or, after so many milliseconds, is killed. */
function run(
  changes: Record<string, string>,
  killAfterMs?: number,
): Promise<{ code: number | null; said: string; ms: number }> {
  const begun = performance.now();
  const child: ChildProcess = spawn(process.execPath, [script, stage.clock.now().toISOString()], {
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      LOG_LEVEL: "silent",
      DATABASE_URL: stage.ctx.databaseUrl,
      TOKEN_SECRET: stage.ctx.config.tokens.secrets.join(","),
      MAIL_FROM: stage.ctx.config.mail.from,
      MAIL_POSTAL_ADDRESS: stage.ctx.config.mail.postalAddress,
      HF_REPOS_DAILY_LIMIT: "0",
      ...stage.env,
      ...changes,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, said, ms: performance.now() - begun });
    });
  });
}
