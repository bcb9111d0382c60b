import { spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EmbeddedDatabaseError } from "./error.ts";
import { dataOf, giveTo, type Home, lastLine, notRunnable, passwordOf, surroundings } from "./home.ts";

/**
 * Makes the cluster of a folder when it is missing, and returns its password.
 *
 * @throws {EmbeddedDatabaseError} when it cannot be made, or is of another major version.
 */
export function ensureCluster(home: Home): string {
  recoverCluster(home);
  const password = readPassword(home);
  if (!existsSync(dataOf(home))) initialise(home);
  assertMajorVersion(home);
  return password;
}

/**
 * Puts a cluster that lies in the same folder in the place of the one that is there, which is deleted. Killed at any
 * point, it leaves the one or the other. The server must be down, and the password be that of the folder.
 */
export function replaceCluster(home: Home, fresh: string): void {
  rmSync(formerOf(home), { recursive: true, force: true });
  if (existsSync(dataOf(home))) renameSync(dataOf(home), formerOf(home));
  renameSync(fresh, dataOf(home));
  rmSync(formerOf(home), { recursive: true, force: true });
}

/** Brings back what `replaceCluster` had taken away when it was killed. Safe to repeat. */
export function recoverCluster(home: Home): void {
  if (!existsSync(dataOf(home)) && existsSync(formerOf(home))) renameSync(formerOf(home), dataOf(home));
}

/** Where the cluster lies for a moment that another one replaces; found alone, it is the one that counts. */
function formerOf(home: Home): string {
  return `${dataOf(home)}.replaced`;
}

/** Made before the cluster, so that no cluster exists without it. */
export function readPassword(home: Home): string {
  const file = passwordOf(home);
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
      ...["--pwfile", passwordOf(home), "--encoding", "UTF8", "--locale", "C"],
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

function assertMajorVersion(home: Home): void {
  const file = path.join(dataOf(home), "PG_VERSION");
  const found = existsSync(file) ? readFileSync(file, "utf8").trim() : "no";
  if (found === home.binaries.major) return;
  throw new EmbeddedDatabaseError(
    `The data in ${dataOf(home)} is of PostgreSQL ${found}, and this Paperboy brings PostgreSQL ${home.binaries.major}: move that folder away, or run it with its own PostgreSQL and set DATABASE_URL.`,
  );
}
