import { sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { runDoctor } from "../../../src/upkeep/doctor.ts";
import { findShortage } from "../../../src/watch/disk-space.ts";
import { createReadiness } from "../../../src/watch/health.ts";
import { startWatchServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";

const closers: (() => Promise<void>)[] = [];
const lines: string[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  lines.splice(0);
});

async function open(env: Record<string, string> = {}): Promise<TestContext> {
  const ctx = await createTestContext({ env });
  closers.push(() => ctx.close());
  return ctx;
}

async function serveReadiness(ctx: Context): Promise<string> {
  const server = await startWatchServer(ctx, 0);
  closers.push(() => server.close());
  return `${server.url}/readyz`;
}

async function ask(url: string): Promise<[number, string]> {
  const answer = await fetch(url);
  return [answer.status, await answer.text()];
}

describe("/readyz and the doctor", () => {
  it.each([
    ["is read-only", "default_transaction_read_only = on", /The database is read-only/],
    // Stands for a disk without room: PostgreSQL refuses the same write, with another reason.
    ["has no room on its disk", "temp_file_limit = '64kB'", /at a limit of its configuration/],
  ])("fail with the reason when the database %s", async (_, setting, words) => {
    const ctx = await open();
    const { rows } = await ctx.db.execute<{ name: string }>(sql`select current_database() as name`);
    await ctx.db.execute(sql.raw(`alter database ${rows[0]?.name} set ${setting}`));
    // Only a session that begins after this has the setting; those that are lent on began before.
    await ctx.db.execute(sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    const log = createLog({ logLevel: "warn" }, { write: (line: string) => lines.push(line) });
    const later = await createContext(testConfig(ctx.databaseUrl), { clock: ctx.clock, log });
    closers.push(() => later.close());
    const url = await serveReadiness(later);
    expect(await ask(url)).toEqual([503, expect.stringMatching(words)]);
    const doctor = await runDoctor(testConfig(ctx.databaseUrl));
    expect(doctor.filter(({ check }) => check === "database write")).toMatchObject([
      { level: "fail", message: expect.stringMatching(words) },
    ]);
    expect(JSON.stringify(doctor) + (await ask(url))[1]).not.toMatch(/Failed query/);
  });

  it("look once for many who ask at the same time", async () => {
    const ctx = await open();
    await ctx.db.execute(sql`alter table probes add constraint nothing_more check (false) not valid`);
    let looks = 0;
    const readiness = createReadiness(ctx, () => {
      looks += 1;
    });
    const answers = await Promise.all(Array.from({ length: 40 }, () => readiness()));
    expect(answers.every(({ isReady }) => !isReady)).toBe(true);
    expect(looks).toBe(1);
  });
});

describe("a disk", () => {
  const roomy = { freeBytes: 5e11, totalBytes: 1e12, freeInodes: 1e7, totalInodes: 2e7 };

  it.each([
    [{}, null],
    [{ freeBytes: 9e8 }, /900 of 1000000 MB/],
    [{ freeInodes: 12 }, /12 of 20000000 inodes/],
    // Small, but empty.
    [{ freeBytes: 9e7, totalBytes: 1e8 }, null],
    [{ freeBytes: 2e6, totalBytes: 1e8 }, /2 of 100 MB/],
    // A file system that counts no inodes.
    [{ freeInodes: 0, totalInodes: 0 }, null],
  ])("with %o is nearly full: %s", (changes, words) => {
    const shortage = findShortage({ ...roomy, ...changes });
    if (words === null) expect(shortage).toBeNull();
    else expect(shortage).toMatch(words);
  });
});
