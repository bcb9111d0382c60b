import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { createDatabase, openEmbeddedDatabase, openTemporaryDatabase } from "../../../src/db/embedded.ts";

type Opened = { url: string; serverPid: number };

let folder: string;
let dataDir: string;
let children: ChildProcess[];
/** Servers seen in a test; none of them may outlive it. */
let serverPids: Set<number>;

beforeEach(() => {
  folder = mkdtempSync("/tmp/paperboy embedded-");
  chmodSync(folder, 0o755);
  dataDir = path.join(folder, ".data");
  children = [];
  serverPids = new Set();
});

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  for (const pid of serverPids) if (isAlive(pid)) process.kill(pid, "SIGQUIT");
  await until(() => [...serverPids].every((pid) => !isAlive(pid)));
  rmSync(folder, { recursive: true, force: true });
});

describe("openEmbeddedDatabase", () => {
  it("starts from nothing, in a folder with a space, and answers in UTC and UTF-8", async () => {
    const database = await open();
    const rows = await ask(
      database.url,
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('TimeZone') as zone,
        current_setting('server_encoding') as encoding, lower('ÄÉ') as lowered`,
    );
    expect(rows).toEqual([{ major: 18, zone: "UTC", encoding: "UTF8", lowered: "äé" }]);
    await database.close();
    expect(isAlive(database.pid)).toBe(false);
  });

  it("keeps data when it is closed and opened again", async () => {
    const first = await open();
    await ask(first.url, "create table kept as select 7 as number");
    await first.close();
    const second = await open();
    expect(await ask(second.url, "select number from kept")).toEqual([{ number: 7 }]);
    await second.close();
  });

  it("brings the extensions that search needs", async () => {
    const database = await open();
    await ask(database.url, "create extension pg_trgm; create extension citext; create extension unaccent");
    expect(await ask(database.url, "select similarity('Müller', 'Müler') > 0.5 as similar")).toEqual([
      { similar: true },
    ]);
    await database.close();
  });

  it("listens on 127.0.0.1 only and refuses a wrong password", async () => {
    const database = await open();
    const settings =
      "select current_setting('listen_addresses') as on, current_setting('unix_socket_directories') as in";
    expect(await ask(database.url, settings)).toEqual([{ on: "127.0.0.1", in: "" }]);
    const wrong = new URL(database.url);
    wrong.password = "postgres";
    await expect(ask(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
    expect(statSync(path.join(dataDir, "postgres", "password")).mode & 0o777).toBe(0o600);
    await database.close();
  });

  it("shares one server between processes, and the last to close stops it", async () => {
    const here = await open();
    const other = await openElsewhere();
    expect(other.opened).toMatchObject({ url: here.url, serverPid: here.pid });
    await here.close();
    expect(await ask(other.opened.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await other.close();
    expect(isAlive(here.pid)).toBe(false);
  });

  it("shares one server between two openers in one process", async () => {
    const [first, second] = await Promise.all([open(), open()]);
    expect(second.pid).toBe(first.pid);
    await first.close();
    await first.close();
    expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await second.close();
    expect(isAlive(second.pid)).toBe(false);
  });

  it("starts one server when four processes begin at the same instant", async () => {
    const others = await Promise.all([1, 2, 3, 4].map(() => openElsewhere()));
    expect(new Set(others.map((other) => other.opened.serverPid)).size).toBe(1);
    expect(readdirSync(path.join(dataDir, "postgres")).filter((name) => name.startsWith("data"))).toEqual([
      "data",
    ]);
    for (const other of others) await other.close();
    expect(isAlive(others[0]?.opened.serverPid ?? 0)).toBe(false);
  });

  it("adopts the server of a killed process, with its data, and stops it at the end", async () => {
    const killed = await openElsewhere();
    await ask(killed.opened.url, "create table kept as select 7 as number");
    await kill(killed.child);
    expect(isAlive(killed.opened.serverPid)).toBe(true);
    const database = await open();
    expect(database.pid).toBe(killed.opened.serverPid);
    expect(await ask(database.url, "select number from kept")).toEqual([{ number: 7 }]);
    await database.close();
    expect(isAlive(database.pid)).toBe(false);
  });

  it("recovers when server and process were killed together, at the same address", async () => {
    const killed = await openElsewhere();
    await ask(killed.opened.url, "create table kept as select 7 as number");
    process.kill(killed.opened.serverPid, "SIGKILL");
    await kill(killed.child);
    const database = await open();
    expect(database.pid).not.toBe(killed.opened.serverPid);
    expect(database.url).toBe(killed.opened.url);
    expect(await ask(database.url, "select number from kept")).toEqual([{ number: 7 }]);
    await database.close();
  });

  it("comes back at the same address while it is open, after the server was killed under a busy query", async () => {
    const database = await open();
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
    serverPids.add(database.pid);
    expect(await ask(database.url, "select number from kept")).toEqual([{ number: 7 }]);
    await busy;
    await database.close();
    expect(isAlive(database.pid)).toBe(false);
  });

  it("starts after a process was killed while it made the database", async () => {
    const child = spawnOpener();
    await until(() => existsSync(path.join(dataDir, "postgres", "lock")));
    await kill(child);
    const database = await open();
    expect(await ask(database.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await database.close();
    expect(readdirSync(path.join(dataDir, "postgres")).sort()).toEqual([
      "data",
      "password",
      "port",
      "server.log",
      "users",
    ]);
  });

  it("starts when the pid file of a dead server names a living process of another program", async () => {
    const first = await open();
    await first.close();
    const data = path.join(dataDir, "postgres", "data");
    const stale = [process.pid, data, 1, 5432, "", "127.0.0.1", "", "ready", ""].join("\n");
    writeFileSync(path.join(data, "postmaster.pid"), stale);
    const second = await open();
    expect(second.pid).not.toBe(process.pid);
    expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await second.close();
  });

  it("takes another port when its last one is taken", async () => {
    const first = await open();
    await first.close();
    const taken = await listen(Number(new URL(first.url).port));
    try {
      const second = await open();
      expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
      expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
      await second.close();
    } finally {
      taken.close();
    }
  });

  it("works in a folder whose path is far longer than a socket's may be", async () => {
    dataDir = path.join(folder, "deep".repeat(40), "deeper".repeat(30), "it's $HOME");
    const database = await open();
    expect(await ask(database.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await database.close();
  });

  it("refuses data of another major version in one sentence and leaves it alone", async () => {
    const first = await open();
    await first.close();
    const version = path.join(dataDir, "postgres", "data", "PG_VERSION");
    writeFileSync(version, "17\n");
    await expect(open()).rejects.toThrow(/is of PostgreSQL 17, and this Paperboy brings PostgreSQL 18/);
    expect(readFileSync(version, "utf8")).toBe("17\n");
  });

  it("says in one sentence that the data folder cannot be made", async () => {
    writeFileSync(path.join(folder, "file"), "");
    dataDir = path.join(folder, "file", ".data");
    await expect(open()).rejects.toThrow(
      /^The data folder .* cannot be written \(ENOTDIR\): make it writable or set/,
    );
  });

  it("does not keep its process alive", async () => {
    const child = spawnOpener();
    const { serverPid } = await answerOf(child);
    child.stdin?.destroy();
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    expect(isAlive(serverPid)).toBe(false);
  });

  it.runIf(process.getuid?.() === 0)(
    "runs where the server's account may not enter, through a symlink",
    async () => {
      const closed = path.join(folder, "closed");
      mkdirSync(closed, { mode: 0o700 });
      dataDir = path.join(closed, ".data");
      const first = await open();
      const place = path.join(dataDir, "postgres");
      const elsewhere = readFileSync(path.join(place, "data", "postmaster.opts"), "utf8").match(
        /"-D" "(.*?)\/data"/,
      )?.[1];
      try {
        await ask(first.url, "create table kept as select 7 as number");
        await first.close();
        const second = await open();
        expect(await ask(second.url, "select number from kept")).toEqual([{ number: 7 }]);
        await second.close();
        expect(elsewhere?.startsWith(folder)).toBe(false);
      } finally {
        if (elsewhere) rmSync(elsewhere, { recursive: true, force: true });
      }
    },
  );
});

describe("openTemporaryDatabase", () => {
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
});

describe("openTemporaryDatabase in a process that is killed", () => {
  it("ends its server and deletes its folder", async () => {
    const child = spawnOpener("temporary");
    const { url, serverPid } = await answerOf(child);
    const [row] = await ask(url, "select current_setting('data_directory') as path");
    const home = path.dirname(String(row?.path));
    expect(existsSync(home)).toBe(true);
    await kill(child);
    await until(() => !isAlive(serverPid) && !existsSync(home));
  });
});

describe("createDatabase", () => {
  it("makes a database once and gives its address each time", async () => {
    const database = await open();
    const [first, second] = await Promise.all([
      createDatabase(database.url, "another one"),
      createDatabase(database.url, "another one"),
    ]);
    expect(first).toBe(second);
    expect(await ask(first, "select current_database() as name")).toEqual([{ name: "another one" }]);
    await database.close();
  });
});

async function open() {
  const database = await openEmbeddedDatabase({ dataDir, durable: false });
  serverPids.add(database.pid);
  return database;
}

async function openElsewhere() {
  const child = spawnOpener();
  const opened = await answerOf(child);
  const close = async () => {
    const exit = once(child, "exit");
    child.stdin?.end();
    expect(await exit).toEqual([0, null]);
  };
  return { child, opened, close };
}

function spawnOpener(place = dataDir): ChildProcess {
  const opener = path.join(inject("builtFolder"), "dist/test/integration/db/embedded-opener.js");
  const child = spawn(process.execPath, [opener, place], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  return child;
}

async function answerOf(child: ChildProcess): Promise<Opened> {
  if (!child.stdout) throw new Error("the opener has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const answer: Opened | { error: string } = JSON.parse(line);
    if ("error" in answer) throw new Error(answer.error);
    serverPids.add(answer.serverPid);
    return answer;
  }
  throw new Error("the opener ended without an answer");
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** A dead child that its parent has not collected yet counts as gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\S+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function untilFound<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
  }
}
