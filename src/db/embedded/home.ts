import { chownSync } from "node:fs";
import path from "node:path";
import type { Binaries } from "./binaries.ts";
import { EmbeddedDatabaseError, shortReason } from "./error.ts";
import type { SystemUser } from "./system-user.ts";

/**
 * One server's folder: `data` (the cluster), `password`, `port` (the last one, taken again when free, so that
 * pools which outlive a restart find it), `server.log`.
 */
export type Home = { folder: string; user: SystemUser; binaries: Binaries; isDurable: boolean };

/** The cluster's folder. */
export function dataOf(home: Home): string {
  return path.join(home.folder, "data");
}

/** The file with the password of the cluster. */
export function passwordOf(home: Home): string {
  return path.join(home.folder, "password");
}

/** Hands a file or folder to the server's account; a normal user's already is. */
export function giveTo(user: SystemUser, target: string): void {
  if (user) chownSync(target, user.uid, user.gid);
}

/** No PG* variable of the caller may redirect the server, and its folder is one that its account may enter. */
export function surroundings(home: Home) {
  const { PATH = "/usr/local/bin:/usr/bin:/bin" } = process.env;
  const ids = home.user ? { uid: home.user.uid, gid: home.user.gid } : {};
  return { cwd: home.folder, env: { PATH, LC_ALL: "C", TZ: "UTC" }, ...ids };
}

/** ENOENT for a file that is there: its loader or a library is missing, as on Alpine with musl. */
export function notRunnable(cause: Error): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    `The embedded PostgreSQL cannot run on this system (${shortReason(cause)}; it needs glibc on Linux): set DATABASE_URL to a PostgreSQL server.`,
    { cause },
  );
}

/** The telling line of a program's output, without its time and severity. */
export function lastLine(output: string, telling: RegExp): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const line = lines.findLast((candidate) => telling.test(candidate)) ?? lines.at(-1) ?? "no reason given";
  return line.replace(/^.*?(FATAL|PANIC|error): +/i, "").trim();
}
