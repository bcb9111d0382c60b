import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  ask,
  createEmbeddedPlace,
  type EmbeddedPlace,
  isAlive,
  until,
} from "../../support/embedded-place.ts";
import { openTemporaryDatabase } from "../../support/temporary-database.ts";
import { isShort } from "../short.ts";

let kept: EmbeddedPlace;
beforeAll(async () => {
  kept = createEmbeddedPlace();
  await (await kept.open()).close();
});
afterAll(() => kept.close());

let place: EmbeddedPlace;
afterEach(() => place.close());

describe("openEmbeddedDatabase on data of before", () => {
  beforeEach(() => {
    place = createEmbeddedPlace(kept.dataDir);
  });

  it("keeps data when it is closed and opened again", async () => {
    const first = await place.open();
    await ask(first.url, "create table kept as select 7 as number");
    await first.close();
    const second = await place.open();
    expect(await ask(second.url, "select number from kept")).toEqual([{ number: 7 }]);
    await second.close();
  });

  it("shares one server between two openers in one process", async () => {
    const [first, second] = await Promise.all([place.open(), place.open()]);
    expect(second.pid).toBe(first.pid);
    await first.close();
    await first.close();
    expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await second.close();
    expect(isAlive(second.pid)).toBe(false);
  });

  it("adopts the server of a killed process, with its data, and stops it at the end", async () => {
    const killed = await place.openElsewhere();
    await ask(killed.opened.url, "create table kept as select 7 as number");
    await kill(killed.child);
    expect(isAlive(killed.opened.serverPid)).toBe(true);
    const database = await place.open();
    expect(database.pid).toBe(killed.opened.serverPid);
    expect(await ask(database.url, "select number from kept")).toEqual([{ number: 7 }]);
    await database.close();
    expect(isAlive(database.pid)).toBe(false);
  });

  it("recovers when server and process were killed together, at the same address", async () => {
    const killed = await place.openElsewhere();
    await ask(killed.opened.url, "create table kept as select 7 as number");
    process.kill(killed.opened.serverPid, "SIGKILL");
    await kill(killed.child);
    const database = await place.open();
    expect(database.pid).not.toBe(killed.opened.serverPid);
    expect(database.url).toBe(killed.opened.url);
    expect(await ask(database.url, "select number from kept")).toEqual([{ number: 7 }]);
    await database.close();
  });

  it("comes back at the same address while it is open, after the server was killed under a busy query", async () => {
    const database = await place.open();
    const killedPid = database.pid;
    await ask(database.url, "create table kept as select 7 as number");
    const busy = ask(database.url, "select count(*) from generate_series(1, 30000000)").catch(() => {});
    const backends =
      "select pid from pg_stat_activity where state = 'active' and query like '%generate_series(1%'";
    const busyPid = await untilFound(async () => {
      const rows = await ask(database.url, `${backends} and pid <> pg_backend_pid()`);
      return rows.map((row) => Number(row.pid))[0];
    });
    process.kill(killedPid, "SIGKILL");
    await until(() => database.pid !== killedPid);
    expect(isAlive(busyPid)).toBe(false);
    place.sees(database.pid);
    expect(await ask(database.url, "select number from kept")).toEqual([{ number: 7 }]);
    await busy;
    await database.close();
    expect(isAlive(database.pid)).toBe(false);
  });

  it("starts when the pid file of a dead server names a living process of another program", async () => {
    const first = await place.open();
    await first.close();
    const data = path.join(place.dataDir, "postgres", "data");
    const stale = [process.pid, data, 1, 5432, "", "127.0.0.1", "", "ready", ""].join("\n");
    writeFileSync(path.join(data, "postmaster.pid"), stale);
    const second = await place.open();
    expect(second.pid).not.toBe(process.pid);
    expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await second.close();
  });

  it("takes another port when its last one is taken", async () => {
    const first = await place.open();
    await first.close();
    const taken = await listen(Number(new URL(first.url).port));
    try {
      const second = await place.open();
      expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
      expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
      await second.close();
    } finally {
      taken.close();
    }
  });

  it("refuses data of another major version in one sentence and leaves it alone", async () => {
    const first = await place.open();
    await first.close();
    const version = path.join(place.dataDir, "postgres", "data", "PG_VERSION");
    writeFileSync(version, "17\n");
    await expect(place.open()).rejects.toThrow(/is of PostgreSQL 17, and this Paperboy brings PostgreSQL 18/);
    expect(readFileSync(version, "utf8")).toBe("17\n");
  });

  it("does not keep its process alive", async () => {
    const child = place.spawnOpener();
    const { serverPid } = await place.answerOf(child);
    child.stdin?.destroy();
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    expect(isAlive(serverPid)).toBe(false);
  });
});

// To make a cluster takes longest: in a short run the demo, and the tests of what processes share, do it.
describe.skipIf(isShort)("openEmbeddedDatabase in an empty folder", () => {
  beforeEach(() => {
    place = createEmbeddedPlace();
  });

  it("starts one server when four processes begin at the same instant", async () => {
    const others = await Promise.all([1, 2, 3, 4].map(() => place.openElsewhere()));
    expect(new Set(others.map((other) => other.opened.serverPid)).size).toBe(1);
    expect(
      readdirSync(path.join(place.dataDir, "postgres")).filter((name) => name.startsWith("data")),
    ).toEqual(["data"]);
    for (const other of others) await other.close();
    expect(isAlive(others[0]?.opened.serverPid ?? 0)).toBe(false);
  });

  it("starts after a process was killed while it made the database", async () => {
    const child = place.spawnOpener();
    await until(() => existsSync(path.join(place.dataDir, "postgres", "lock")));
    await kill(child);
    const database = await place.open();
    expect(await ask(database.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await database.close();
    expect(readdirSync(path.join(place.dataDir, "postgres")).sort()).toEqual([
      "data",
      "password",
      "port",
      "server.log",
      "users",
    ]);
  });

  it("works in a folder whose path is far longer than a socket's may be", async () => {
    const deep = path.join(place.folder, "deep".repeat(40), "deeper".repeat(30), "it's $HOME");
    const database = await place.open(deep);
    expect(await ask(database.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await database.close();
  });

  it.runIf(process.getuid?.() === 0)(
    "runs where the server's account may not enter, through a symlink",
    async () => {
      const closed = path.join(place.folder, "closed");
      mkdirSync(closed, { mode: 0o700 });
      const dataDir = path.join(closed, ".data");
      const first = await place.open(dataDir);
      const elsewhere = readFileSync(path.join(dataDir, "postgres", "data", "postmaster.opts"), "utf8").match(
        /"-D" "(.*?)\/data"/,
      )?.[1];
      try {
        await ask(first.url, "create table kept as select 7 as number");
        await first.close();
        const second = await place.open(dataDir);
        expect(await ask(second.url, "select number from kept")).toEqual([{ number: 7 }]);
        await second.close();
        expect(elsewhere?.startsWith(place.folder)).toBe(false);
      } finally {
        if (elsewhere) rmSync(elsewhere, { recursive: true, force: true });
      }
    },
  );
});

describe("openTemporaryDatabase", () => {
  beforeEach(() => {
    place = createEmbeddedPlace();
  });

  it("is a server of its own that leaves nothing behind", async () => {
    const [first, second] = await Promise.all([openTemporaryDatabase(), openTemporaryDatabase()]);
    expect(first.pid).not.toBe(second.pid);
    const [row] = await ask(
      first.url,
      "select current_setting('data_directory') as path, current_setting('fsync') as sync",
    );
    expect(row).toMatchObject({ sync: "off" });
    await Promise.all([first.close(), second.close()]);
    expect([first.pid, second.pid].filter(isAlive)).toEqual([]);
    expect(existsSync(String(row?.path))).toBe(false);
  });

  it("ends its server and deletes its folder when its process is killed", async () => {
    const child = place.spawnOpener("temporary");
    const { url, serverPid } = await place.answerOf(child);
    const [row] = await ask(url, "select current_setting('data_directory') as path");
    const home = path.dirname(String(row?.path));
    expect(existsSync(home)).toBe(true);
    await kill(child);
    await until(() => !isAlive(serverPid) && !existsSync(home));
  });
});

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function untilFound<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
  }
}
