import { spawn, spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { findFreePort } from "../ports.ts";
import type { Binaries } from "./binaries.ts";
import { EmbeddedDatabaseError, reasonOf } from "./error.ts";
import { commandOf, isAlive } from "./processes.ts";
import type { SystemUser } from "./system-user.ts";

/**
 * One server's folder: `data` (the cluster), `password`, `port` (the last one, taken again when free, so that
 * pools which outlive a restart find it), `server.log`.
 */
export type Home = { folder: string; user: SystemUser; binaries: Binaries; isDurable: boolean };

/** A running server; `pid` is its first process, the postmaster. */
export type Server = { pid: number; port: number; password: string };

export const databaseName = "paperboy";

const startPatienceMs = 120_000;
const logLimitBytes = 10_000_000;
const startAttempts = 120;

/** The address of a database on the server, with its password. */
export function urlOf(server: Server, database = databaseName): string {
  return `postgres://postgres:${server.password}@127.0.0.1:${server.port}/${database}`;
}

/** Adopts the server that runs on this folder, or makes the cluster when missing and starts one. */
export async function ensureServer(home: Home): Promise<Server> {
  const running = await findServer(home);
  if (running) return running;
  const password = readPassword(home);
  if (!existsSync(dataOf(home))) initialise(home);
  assertMajorVersion(home);
  return start(home, password);
}

/** Stops the server of a folder the quick way (open transactions roll back) and waits until it is gone. */
export async function stopServer(home: Home): Promise<void> {
  const postmaster = readPostmaster(home);
  if (!postmaster || !isPostmaster(home, postmaster.pid)) return;
  process.kill(postmaster.pid, "SIGINT");
  await waitUntil(() => !isAlive(postmaster.pid) || readPostmaster(home)?.pid !== postmaster.pid);
}

/** Whether this very server still runs. */
export function isServing(home: Home, server: Server): boolean {
  return isPostmaster(home, server.pid);
}

function dataOf(home: Home): string {
  return path.join(home.folder, "data");
}

/** Null when none runs. */
async function findServer(home: Home): Promise<Server | null> {
  const first = readPostmaster(home);
  if (!first) return null;
  if (!isPostmaster(home, first.pid)) {
    disownPid(home);
    return null;
  }
  await waitUntil(() => !isAlive(first.pid) || readPostmaster(home)?.status === "ready");
  const ready = readPostmaster(home);
  if (!ready || !isAlive(ready.pid)) return null;
  return { pid: ready.pid, port: ready.port, password: readPassword(home) };
}

/**
 * A killed server leaves its pid behind, and PostgreSQL refuses to start while that pid exists, be it now of
 * another program or of a zombie that nobody collects. A pid above every system's limit is plainly dead. The
 * rest of the file stays: by it PostgreSQL waits for the old server's last processes to let go of the data.
 */
function disownPid(home: Home): void {
  const text = readFileSync(postmasterFile(home), "utf8");
  writeFileSync(postmasterFile(home), text.replace(/^\d+/, "99999999"));
}

/** The server's own state file (its lines are described in PostgreSQL's `miscadmin.h`). */
function readPostmaster(home: Home): { pid: number; port: number; status: string } | null {
  try {
    const lines = readFileSync(postmasterFile(home), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? "" };
  } catch (error) {
    if (reasonOf(error) === "ENOENT" || reasonOf(error) === "ENOTDIR") return null;
    throw new EmbeddedDatabaseError(
      `The embedded database in ${home.folder} belongs to another account (${reasonOf(error)}): run Paperboy as that one or set DATA_DIR.`,
      { cause: error },
    );
  }
}

function postmasterFile(home: Home): string {
  return path.join(dataOf(home), "postmaster.pid");
}

function isPostmaster(home: Home, pid: number): boolean {
  return isAlive(pid) && (commandOf(pid)?.includes(`-D ${dataOf(home)} `) ?? false);
}

/** Made before the cluster, so that no cluster exists without it. */
function readPassword(home: Home): string {
  const file = path.join(home.folder, "password");
  if (!existsSync(file)) {
    if (existsSync(dataOf(home))) {
      throw new EmbeddedDatabaseError(`The password of the embedded database is missing: ${file}.`);
    }
    const fresh = `${file}.new`;
    writeFileSync(fresh, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
    giveTo(home.user, fresh);
    renameSync(fresh, file);
  }
  return readFileSync(file, "utf8").trim();
}

/** Makes the cluster beside its place and renames it, so that a half-made one never bears the name. */
function initialise(home: Home): void {
  for (const name of readdirSync(home.folder).filter((name) => name.startsWith("data.new-"))) {
    rmSync(path.join(home.folder, name), { recursive: true, force: true });
  }
  const fresh = path.join(home.folder, `data.new-${randomUUID()}`);
  // Classification of letters by libc (trigram search needs it); order and case by PostgreSQL's own tables,
  // which no update of the system changes.
  const attempts = ["C.UTF-8", "en_US.UTF-8", "C"].map((letters) => runInitdb(home, fresh, letters));
  const done = attempts.find((attempt) => attempt === null);
  if (done === undefined) throw initFailure(home, attempts.at(-1) ?? "");
  renameSync(fresh, dataOf(home));
}

/** Null when the cluster was made, else what the program said. A cluster that stands already is success. */
function runInitdb(home: Home, folder: string, letters: string): string | null {
  if (existsSync(path.join(folder, "PG_VERSION"))) return null;
  const run = spawnSync(
    home.binaries.initdb,
    [
      ...["--pgdata", folder, "--username", "postgres", "--auth", "scram-sha-256"],
      ...["--pwfile", path.join(home.folder, "password"), "--encoding", "UTF8", "--locale", "C"],
      ...["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--lc-ctype", letters],
      ...["--no-instructions", ...(home.isDurable ? [] : ["--no-sync"])],
    ],
    { encoding: "utf8", ...surroundings(home) },
  );
  if (run.error) throw notRunnable(run.error);
  return run.status === 0 ? null : run.stderr || run.stdout;
}

function initFailure(home: Home, output: string): EmbeddedDatabaseError {
  const reason = lastLine(output, /error|fatal|could not/i);
  return new EmbeddedDatabaseError(
    `PostgreSQL could not make its database in ${home.folder} (${reason}): mend that or set DATABASE_URL.`,
    { cause: new Error(output) },
  );
}

/** ENOENT for a file that is there: its loader or a library is missing, as on Alpine with musl. */
function notRunnable(cause: Error): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    `The embedded PostgreSQL cannot run on this system (${reasonOf(cause)}; it needs glibc on Linux): set DATABASE_URL to a PostgreSQL server.`,
    { cause },
  );
}

function assertMajorVersion(home: Home): void {
  const file = path.join(dataOf(home), "PG_VERSION");
  const found = existsSync(file) ? readFileSync(file, "utf8").trim() : "no";
  if (found === home.binaries.major) return;
  throw new EmbeddedDatabaseError(
    `The data in ${dataOf(home)} is of PostgreSQL ${found}, and this Paperboy brings PostgreSQL ${home.binaries.major}: move that folder away, or run it with its own PostgreSQL and set DATABASE_URL.`,
  );
}

async function start(home: Home, password: string): Promise<Server> {
  const portFile = path.join(home.folder, "port");
  let preferred = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) || 0 : 0;
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort(preferred);
    const outcome = await launch(home, port);
    if ("pid" in outcome) {
      rmSync(portFile, { force: true });
      writeFileSync(portFile, String(port));
      return { pid: outcome.pid, port, password };
    }
    const isPortTaken = /could not bind|Address already in use/i.test(outcome.output);
    // Processes of a killed server are still busy with the data; PostgreSQL rightly waits for their end.
    const isDataHeld = /shared memory block/i.test(outcome.output);
    if (!(isPortTaken || isDataHeld) || attempt === startAttempts) throw startFailure(home, outcome.output);
    if (isPortTaken) preferred = 0;
    await pause(250);
  }
}

/** Starts the server in its own session, so that neither Ctrl-C nor the death of this process ends it. */
async function launch(home: Home, port: number): Promise<{ pid: number } | { output: string }> {
  const logFile = path.join(home.folder, "server.log");
  const logStart = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (logStart > logLimitBytes) truncateSync(logFile);
  const log = openSync(logFile, "a", 0o600);
  giveTo(home.user, logFile);
  const child = spawn(home.binaries.postgres, ["-D", dataOf(home), ...settings(port, home.isDurable)], {
    detached: true,
    stdio: ["ignore", log, log],
    ...surroundings(home),
  });
  closeSync(log);
  let spawnError: Error | undefined;
  child.once("error", (error) => {
    spawnError = error;
  });
  const hasEnded = () => spawnError !== undefined || child.exitCode !== null || child.signalCode !== null;
  await waitUntil(() => {
    const state = readPostmaster(home);
    return hasEnded() || (state?.pid === child.pid && state?.status === "ready");
  });
  child.unref();
  if (spawnError) throw notRunnable(spawnError);
  if (child.pid !== undefined && !hasEnded()) return { pid: child.pid };
  const output = readFileSync(logFile).subarray(logStart > logLimitBytes ? 0 : logStart);
  return { output: output.toString("utf8") };
}

function settings(port: number, isDurable: boolean): string[] {
  // Commits still reach the system's memory at once, so a killed server loses nothing even then; only a power cut may.
  const durability = isDurable
    ? {}
    : { fsync: "off", full_page_writes: "off", wal_level: "minimal", max_wal_senders: "0" };
  const all = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    // A socket's path may have 107 bytes at most; folders are often deeper.
    unix_socket_directories: "",
    max_connections: "200",
    shared_buffers: "128MB",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    log_destination: "stderr",
    logging_collector: "off",
    ...durability,
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** No PG* variable of the caller may redirect the server, and its folder is one that its account may enter. */
function surroundings(home: Home) {
  const { PATH = "/usr/local/bin:/usr/bin:/bin" } = process.env;
  const ids = home.user ? { uid: home.user.uid, gid: home.user.gid } : {};
  return { cwd: home.folder, env: { PATH, LC_ALL: "C", TZ: "UTC" }, ...ids };
}

function startFailure(home: Home, output: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    `The embedded PostgreSQL did not start (${lastLine(output, /FATAL|PANIC|error/)}); see ${path.join(home.folder, "server.log")}.`,
  );
}

function lastLine(output: string, telling: RegExp): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const line = lines.findLast((candidate) => telling.test(candidate)) ?? lines.at(-1) ?? "no reason given";
  return line.replace(/^.*?(FATAL|PANIC|error): +/i, "").trim();
}

/** Hands a file or folder to the server's account; a normal user's already is. */
export function giveTo(user: SystemUser, target: string): void {
  if (user) chownSync(target, user.uid, user.gid);
}

/** Makes a database on a server when it is missing. Safe to repeat and to race. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<void> {
  const url = new URL(serverUrl);
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    // duplicate_database, or the unique index that two at once meet first
    if (!["42P04", "23505"].includes(reasonOf(error))) throw error;
  } finally {
    await client.end();
  }
}

async function waitUntil(isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + startPatienceMs; !isSo(); await pause(15)) {
    if (Date.now() > deadline) {
      throw new EmbeddedDatabaseError("The embedded PostgreSQL did not start or stop within two minutes.");
    }
  }
}
