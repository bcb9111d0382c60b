import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { EmbeddedDatabaseError } from "./error.ts";

/** A process that stays itself when its pid is given to another: pid and instant of birth. */
type Owner = { pid: number; birth: string; token: string };

const lockPatienceMs = 180_000;
/** Long past any pause between making and writing a file, or between two lines that run in one turn. */
const halfMadeMs = 5_000;

/** What this process holds; in a container the same pid may come again after a kill, with an old lock left. */
const heldLocks = new Set<string>();

/**
 * Runs `work` while no other process (nor another call in this one) does so for the same folder.
 * The lock of a killed process is broken at once.
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const file = path.join(folder, "lock");
  const token = await takeLock(file);
  try {
    return await work();
  } finally {
    heldLocks.delete(token);
    rmSync(file, { force: true });
  }
}

async function takeLock(file: string): Promise<string> {
  const owner: Owner = { pid: process.pid, birth: birthOf(process.pid) ?? "", token: randomUUID() };
  for (const deadline = Date.now() + lockPatienceMs; Date.now() < deadline; await pause(20)) {
    heldLocks.add(owner.token);
    if (writeNew(file, JSON.stringify(owner))) return owner.token;
    heldLocks.delete(owner.token);
    if (isAbandoned(file)) breakLock(file);
  }
  throw new EmbeddedDatabaseError(
    `Another process has been starting, stopping or copying the embedded database for minutes: wait for its end; when none runs, delete ${file}.`,
  );
}

/**
 * Removes an abandoned lock. Whoever breaks holds `lock.breaking` and judges again under it, in one turn, so
 * that two breakers never remove each other's fresh lock.
 */
function breakLock(file: string): void {
  const breaking = `${file}.breaking`;
  try {
    mkdirSync(breaking);
  } catch {
    if (ageMs(breaking) > halfMadeMs) rmSync(breaking, { recursive: true, force: true });
    return;
  }
  try {
    if (isAbandoned(file)) unlinkSync(file);
  } finally {
    rmdirSync(breaking);
  }
}

function isAbandoned(file: string): boolean {
  const owner = readOwner(file);
  if (owner === "missing") return false;
  if (owner === "unreadable") return ageMs(file) > halfMadeMs;
  return !isRunning(owner);
}

/** Marks this process as one that uses the server of a folder, until `leave` or its death. */
export function joinUsers(folder: string): { leave(): void } {
  const users = path.join(folder, "users");
  mkdirSync(users, { recursive: true });
  const owner: Owner = { pid: process.pid, birth: birthOf(process.pid) ?? "", token: randomUUID() };
  const file = path.join(users, `${process.pid}-${owner.token}`);
  heldLocks.add(owner.token);
  writeFileSync(file, JSON.stringify(owner));
  return {
    leave() {
      heldLocks.delete(owner.token);
      rmSync(file, { force: true });
    },
  };
}

/** Whether a living process uses the server of a folder. Call it under the lock; it clears away the dead. */
export function hasUsers(folder: string): boolean {
  const users = path.join(folder, "users");
  const living = readdirSync(users).filter((name) => {
    const file = path.join(users, name);
    const owner = readOwner(file);
    const isLiving =
      typeof owner === "object" ? isRunning(owner) : owner === "unreadable" && ageMs(file) < halfMadeMs;
    if (!isLiving) rmSync(file, { force: true });
    return isLiving;
  });
  return living.length > 0;
}

function isRunning(owner: Owner): boolean {
  if (heldLocks.has(owner.token)) return true;
  if (owner.pid === process.pid) return false;
  return isAlive(owner.pid) && birthOf(owner.pid) === owner.birth;
}

/** Whether a process with this pid exists, whoever owns it; a zombie does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return statOf(pid)?.state !== "Z";
}

/** The instant of a process's birth, comparable for as long as the machine runs; null when it is gone. */
function birthOf(pid: number): string | null {
  if (process.platform === "linux") {
    const stat = statOf(pid);
    return stat ? `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${stat.start}` : null;
  }
  return ps(pid, "lstart=");
}

/** The command line of a process, null when it is gone. */
export function commandOf(pid: number): string | null {
  if (process.platform !== "linux") return ps(pid, "command=");
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return null;
  }
}

function ps(pid: number, column: string): string | null {
  try {
    return execFileSync("ps", ["-ww", "-o", column, "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" },
    }).trim();
  } catch {
    return null;
  }
}

/** Fields 3 and 22 of proc_pid_stat(5); the name before them may hold spaces and parentheses. */
function statOf(pid: number): { state: string; start: string } | null {
  if (process.platform !== "linux") return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", start: fields[19] ?? "" };
  } catch {
    return null;
  }
}

function readOwner(file: string): Owner | "missing" | "unreadable" {
  try {
    return toOwner(JSON.parse(readFileSync(file, "utf8"))) ?? "unreadable";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT" ? "missing" : "unreadable";
  }
}

function toOwner(value: unknown): Owner | null {
  if (typeof value !== "object" || value === null) return null;
  if (!("pid" in value && "birth" in value && "token" in value)) return null;
  const { pid, birth, token } = value;
  return typeof pid === "number" && typeof birth === "string" && typeof token === "string"
    ? { pid, birth, token }
    : null;
}

function writeNew(file: string, text: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, "wx", 0o644);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
  writeSync(descriptor, text);
  closeSync(descriptor);
  return true;
}

function ageMs(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? Date.now() - stat.mtimeMs : 0;
}
