import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { findFreePort } from "../ports.ts";
import { ensureCluster, readPassword } from "./cluster.ts";
import { EmbeddedDatabaseError, shortReason } from "./error.ts";
import { dataOf, giveTo, type Home, lastLine, notRunnable, surroundings } from "./home.ts";
import { commandOf, isAlive } from "./processes.ts";

/** A running server; `pid` is its first process, the postmaster. */
export type Server = { pid: number; port: number; password: string };

export const databaseName = "paperboy";

const startPatienceMs = 120_000;
const logLimitBytes = 10_000_000;
const startAttempts = 120;

/** The address of a database on the server, with its password. */
export function databaseUrlOf(server: Server, database = databaseName): string {
  return `postgres://postgres:${server.password}@127.0.0.1:${server.port}/${database}`;
}

/** Adopts the server that runs on this folder, or makes the cluster when missing and starts one. */
export async function ensureServer(home: Home): Promise<Server> {
  const running = await findServer(home);
  if (running) return running;
  return start(home, ensureCluster(home));
}

/** Stops the server of a folder the quick way (open transactions roll back) and waits until it is gone. */
export async function stopServer(home: Home): Promise<void> {
  const postmaster = readPostmaster(home);
  if (!postmaster || !isPostmaster(home, postmaster.pid)) return;
  process.kill(postmaster.pid, "SIGINT");
  // Its pid file, and then its command line, go a moment before the process does.
  await waitUntil(() => !isAlive(postmaster.pid));
}

/** Whether this very server still runs. */
export function isServing(home: Home, server: Server): boolean {
  return isPostmaster(home, server.pid);
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
    if (shortReason(error) === "ENOENT" || shortReason(error) === "ENOTDIR") return null;
    throw new EmbeddedDatabaseError(
      `The embedded database in ${home.folder} belongs to another account (${shortReason(error)}): run Paperboy as that one or set DATA_DIR.`,
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

function startFailure(home: Home, output: string): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    `The embedded PostgreSQL did not start (${lastLine(output, /FATAL|PANIC|error/)}); see ${path.join(home.folder, "server.log")}.`,
  );
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
    if (!["42P04", "23505"].includes(shortReason(error))) throw error;
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
