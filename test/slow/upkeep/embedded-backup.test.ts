import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { sql } from "drizzle-orm";
import { create, extract, list } from "tar";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { replayEvents } from "../../../src/delivery/feedback/replay-events.ts";
import { listDueBatches } from "../../../src/delivery/ledger/batches-store.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { listEditionStatus } from "../../../src/delivery/progress/edition-status.ts";
import { recountTotals } from "../../../src/delivery/progress/keep-totals.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { resumeEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { listSubscribers } from "../../../src/subscribers/list-subscribers.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { makeEvent } from "../../fakes/resend-webhooks.ts";
import { createTestClock } from "../../support/clock.ts";
import { testConfig } from "../../support/context.ts";
import {
  ask,
  createEmbeddedPlace,
  type EmbeddedPlace,
  isAlive,
  until,
} from "../../support/embedded-place.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { launcher } from "../../support/run-cli.ts";
import { runCliHere } from "../../support/run-cli-here.ts";
import { isShort } from "../short.ts";

const clock = createTestClock("2026-06-18T04:00:00Z");
const secrets = { TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes" };

let resend: FakeResend;
/** A folder of the PATH without PostgreSQL's client programs. */
let programs: string;
let kept: EmbeddedPlace;
let place: EmbeddedPlace;
let file: string;

beforeAll(async () => {
  resend = await startFakeResend({});
  programs = mkdtempSync("/tmp/paperboy-programs-");
  symlinkSync("/usr/bin/id", path.join(programs, "id"));
  kept = createEmbeddedPlace();
  await inContext(kept, async () => {});
});
afterAll(async () => {
  await resend.close();
  await kept.close();
  rmSync(programs, { recursive: true, force: true });
});
beforeEach(() => {
  place = createEmbeddedPlace(kept.dataDir);
  file = path.join(place.folder, "paperboy.tar.gz");
});
afterEach(() => place.close());

/** Work beside the embedded database of a place, which nobody uses afterwards. */
async function inContext(where: EmbeddedPlace, work: (ctx: Context, url: string) => Promise<void>) {
  const database = await where.open();
  const env = {
    ...secrets,
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_test",
    RESEND_BASE_URL: resend.url,
    RESEND_REQUESTS_PER_SECOND: "1000",
  };
  const ctx = await createContext(testConfig(database.url, env), { clock, isMigrating: true });
  await ctx.migrate();
  await work(ctx, database.url);
  await ctx.close();
  await database.close();
}

const paperboy = (args: string[], env: Record<string, string> = secrets) =>
  runCliHere(args, { ...env, DATA_DIR: place.dataDir, PATH: programs });

async function deliver(ctx: Context, most: number): Promise<void> {
  for (const { id } of (await listDueBatches(ctx.db, clock.now(), 100)).slice(0, most))
    await deliverBatch(ctx, id);
}

const plant = (number: number) =>
  inContext(place, async (ctx, databaseUrl) => {
    await plantSubscribers({ ...ctx, clock, databaseUrl }, number);
  });

async function countReaders(): Promise<number> {
  let total = 0;
  await inContext(place, async (ctx) => {
    total = (await listSubscribers(ctx)).total;
  });
  return total;
}

/** One sentence, without a stack trace. */
const oneSentence = (pattern: RegExp) =>
  expect.stringMatching(new RegExp(`^paperboy: [^\\n]*${pattern.source}[^\\n]*\\n$`));

describe("a backup of the embedded database where there is no pg_dump", () => {
  it("made in the middle of a send and restored after its end sends nothing twice and loses nothing", async () => {
    let id = "";
    await inContext(place, async (ctx, databaseUrl) => {
      await plantSubscribers({ ...ctx, clock, databaseUrl }, 300);
      id = (await plantEdition({ ...ctx, clock, databaseUrl })).id;
      await recountTotals(ctx.db, id, clock.now());
      await deliver(ctx, 1);
    });
    const made = await paperboy(["backup", file]);
    expect(made).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringMatching(/copy of the embedded/),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await inContext(place, (ctx) => deliver(ctx, 1)); // what the backup does not know
    expect(resend.stats().accepted).toBe(200);

    const restored = await paperboy(["restore", file, "--force"]);
    expect(restored).toMatchObject({ code: 0, stderr: "" });
    expect(restored.stdout).toMatch(new RegExp(`${id} is paused: replay`));
    await inContext(place, async (after) => {
      expect((await listSubscribers(after)).total).toBe(300);
      expect((await listEditionStatus(after.db, id))[0]).toMatchObject({
        state: "paused",
        submitted: 100,
        pending: 200,
      });
      await deliver(after, 100);
      expect(resend.stats().accepted).toBe(200);
      const events = resend.mails.map((mail) => JSON.stringify(makeEvent("email.sent", mail)));
      await replayEvents(after, { lines: Readable.from(events) });
      await resumeEdition(after, id, false);
      await deliver(after, 100);
      expect((await listEditionStatus(after.db, id))[0]).toMatchObject({ state: "sent", submitted: 300 });
      expect(await listBrokenLedgers(after.db)).toEqual([]);
      const { rows } = await after.db.execute(sql`select verb from audit_entries where verb like 'backup.%'`);
      expect(rows).toEqual([{ verb: "backup.restore" }]);
    });
    const recipients = resend.mails.map((mail) => mail.to[0]);
    expect([recipients.length, new Set(recipients).size]).toEqual([300, 300]);
    // Nothing of the way there is left.
    expect(
      readdirSync(path.join(place.dataDir, "postgres")).filter((name) =>
        /replaced|restoring|copy/.test(name),
      ),
    ).toEqual([]);
  });

  it.skipIf(isShort)("fills an empty folder, and one that is not empty only when forced", async () => {
    await plant(3);
    expect(await paperboy(["backup", file])).toMatchObject({ code: 0 });
    expect(await paperboy(["restore", file])).toMatchObject({ code: 1, stderr: oneSentence(/not empty/) });
    rmSync(place.dataDir, { recursive: true });
    expect(await paperboy(["restore", file])).toMatchObject({ code: 0, stderr: "" });
    expect(await countReaders()).toBe(3);
  });

  it("is refused, and so is a restore, while another process uses the database, which goes on", async () => {
    await plant(2);
    expect(await paperboy(["backup", file])).toMatchObject({ code: 0 });
    const other = await place.openElsewhere();
    for (const args of [
      ["backup", `${file}.2`],
      ["restore", file, "--force"],
    ]) {
      expect(await paperboy(args)).toMatchObject({
        code: 1,
        stderr: oneSentence(/uses the embedded database/),
      });
    }
    expect(existsSync(`${file}.2`)).toBe(false);
    expect(await ask(other.opened.url, "select count(*)::int as n from subscribers")).toEqual([{ n: 2 }]);
    await other.close();
  });

  it.skipIf(isShort)(
    "is restored only with the secret that its suppressions name; else what was there stays",
    async () => {
      await inContext(place, async (ctx) => {
        await suppressAddress(ctx, { email: "kept@example.com", reason: "operator", explanation: null });
      });
      expect(await paperboy(["backup", file])).toMatchObject({ code: 0 });
      await plant(1);
      const other = { TOKEN_SECRET: "another-secret-for-tests-of-at-least-32-bytes" };
      expect(await paperboy(["restore", file, "--force"], other)).toMatchObject({
        code: 1,
        stderr: oneSentence(/SUPPRESSION_SECRET/),
      });
      expect(await countReaders()).toBe(1);
      expect(await paperboy(["restore", file, "--force"])).toMatchObject({ code: 0 });
      expect(await countReaders()).toBe(0);
    },
  );

  it.skipIf(isShort)(
    "refuses a file that it cannot read whole, in one sentence, and keeps what is there",
    async () => {
      await plant(1);
      expect(await paperboy(["backup", file])).toMatchObject({ code: 0 });
      const wrong = path.join(place.folder, "wrong.tar.gz");
      const cases: [make: () => Promise<void> | void, told: RegExp][] = [
        [() => writeFileSync(wrong, gzipSync("no archive")), /is no backup/],
        [() => create({ file: wrong, gzip: true, cwd: programs }, ["id"]), /is no backup/],
        [
          () => writeFileSync(wrong, readFileSync(file).subarray(0, 5_000)),
          /is no backup|damaged or not whole/,
        ],
        [
          () => {
            copyFileSync(file, wrong);
            truncateSync(wrong, statSync(wrong).size - 1_000_000);
          },
          /damaged or not whole/,
        ],
        [
          () => repack(wrong, (folder) => rmSync(path.join(folder, "data/global/pg_control"))),
          /damaged or not whole/,
        ],
        [
          () => repack(wrong, (folder) => writeFileSync(path.join(folder, "data/PG_VERSION"), "18 ")),
          /damaged or not/,
        ],
        [
          () => repackWith(wrong, { postgresMajor: "17" }),
          /PostgreSQL 17, and this Paperboy brings PostgreSQL \d\d/,
        ],
        [() => repackWith(wrong, { platform: "plan9-mips" }), /was made on plan9-mips/],
        [() => repackWith(wrong, { version: 2 }), /whose format this one does not know/],
      ];
      for (const [make, told] of cases) {
        await make();
        expect(await paperboy(["restore", wrong, "--force"])).toMatchObject({
          code: 1,
          stderr: oneSentence(told),
        });
      }
      const elsewhere = await runCliHere(["restore", file, "--force"], {
        DATABASE_URL: "postgres://u@127.0.0.1:1/x",
      });
      expect(elsewhere).toMatchObject({ code: 1, stderr: oneSentence(/restore it without DATABASE_URL/) });
      expect(await countReaders()).toBe(1);
    },
  );

  it("a restore that is killed between taking the former away and putting the new one there loses neither", async () => {
    await plant(4);
    const data = path.join(place.dataDir, "postgres/data");
    renameSync(data, `${data}.replaced`);
    expect(await countReaders()).toBe(4);
    expect(existsSync(`${data}.replaced`)).toBe(false);
  });

  const nextCalls: [string, () => Promise<void>, number][] = [
    ["start", async () => void (await countReaders()), 4],
    [
      "restore",
      async () => expect(await paperboy(["restore", file, "--force"])).toMatchObject({ code: 0, stderr: "" }),
      2,
    ],
  ];
  it.each(
    nextCalls.slice(0, isShort ? 1 : 2),
  )("a restore that is killed while its server runs aside leaves one that the next %s ends", async (_, next, readers) => {
    await plant(2);
    expect(await paperboy(["backup", file])).toMatchObject({ code: 0 });
    await plant(4);
    const home = path.join(place.dataDir, "postgres");
    const child = spawn(process.execPath, ["--", launcher, "restore", file, "--force", "--no-env-file"], {
      env: { PATH: programs, ...secrets, DATA_DIR: place.dataDir },
      stdio: "ignore",
    });
    const ended = once(child, "exit");
    let pid = 0;
    await until(() => {
      for (const name of readdirSync(home).filter((one) => one.startsWith("restoring-"))) {
        const state = path.join(home, name, "postgres/data/postmaster.pid");
        pid = existsSync(state) ? Number(readFileSync(state, "utf8").split("\n")[0]) : 0;
      }
      return pid > 0 || child.exitCode !== null;
    });
    place.sees(pid);
    child.kill("SIGKILL");
    await ended;
    expect(isAlive(pid)).toBe(true);
    await next();
    expect(isAlive(pid)).toBe(false);
    expect(await countReaders()).toBe(readers);
    expect(readdirSync(home).filter((name) => name.startsWith("restoring-"))).toEqual([]);
  });

  it("goes into a folder under its instant, where as many stay as are to be kept; a failure leaves all", async () => {
    const folder = path.join(place.folder, "backups");
    mkdirSync(folder);
    const older = ["paperboy-20250101T000000Z.dump", "paperboy-20250102T000000Z.tar.gz", "notes.txt"];
    for (const name of older) writeFileSync(path.join(folder, name), "");
    const other = await place.openElsewhere();
    expect((await paperboy(["backup", "--keep", "1", folder])).code).toBe(1);
    expect(readdirSync(folder).sort()).toEqual([...older].sort());
    await other.close();
    expect(await paperboy(["backup", "--keep", "2", folder])).toMatchObject({ code: 0 });
    const names = readdirSync(folder).sort();
    expect(names).toEqual(["notes.txt", older[1], expect.stringMatching(/^paperboy-\d{8}T\d{6}Z\.tar\.gz$/)]);
    for (const [args, told] of [
      [["--keep", "0", folder], /no number of backups/],
      [["--keep", "2", file], /is for a folder/],
      [["/nonexistent/x"], /No file can be written/],
    ] as const)
      expect(await paperboy(["backup", ...args])).toMatchObject({ code: 2, stderr: oneSentence(told) });
  });
});

/** The backup once more, after its unpacked files were changed; what it says of itself stays first. */
async function repack(to: string, change: (folder: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(place.folder, "repacked-"));
  await extract({ file, cwd: folder });
  change(folder);
  const names: string[] = [];
  await list({ file, onReadEntry: (entry) => void names.push(entry.path) });
  const there = names.filter((name) => existsSync(path.join(folder, name)));
  await create({ file: to, gzip: true, cwd: folder, noDirRecurse: true }, there);
}

/** The backup once more, which says other things of itself. */
function repackWith(to: string, facts: Record<string, unknown>): Promise<void> {
  return repack(to, (folder) => {
    const [name = ""] = readdirSync(folder).filter((one) => one.endsWith(".json"));
    const header = JSON.parse(readFileSync(path.join(folder, name), "utf8"));
    writeFileSync(path.join(folder, name), JSON.stringify({ ...header, ...facts }));
  });
}
