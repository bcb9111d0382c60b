import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findBinaries } from "../../src/db/embedded/binaries.ts";
import { ensureCluster } from "../../src/db/embedded/cluster.ts";
import { dataOf, giveTo, type Home } from "../../src/db/embedded/home.ts";
import {
  databaseName,
  databaseUrlOf,
  ensureDatabase,
  ensureServer,
  stopServer,
} from "../../src/db/embedded/server.ts";
import { findSystemUser } from "../../src/db/embedded/system-user.ts";
import type { EmbeddedDatabase } from "../../src/db/embedded.ts";

/**
 * A server of its own in a new temporary folder, without durability, for tests. It ends and its folder goes at
 * `close`, and also when this process dies in any way.
 *
 * @param settings lines for its `postgresql.auto.conf`.
 */
export async function openTemporaryDatabase(settings: string[] = []): Promise<EmbeddedDatabase> {
  const user = findSystemUser(() => {});
  const folder = realpathSync(mkdtempSync(path.join(user ? "/tmp" : tmpdir(), "paperboy-postgres-")));
  giveTo(user, folder);
  const home: Home = { folder, user, binaries: findBinaries(user, folder, () => {}), isDurable: false };
  try {
    if (settings.length > 0) {
      ensureCluster(home);
      appendFileSync(
        path.join(dataOf(home), "postgresql.auto.conf"),
        settings.map((line) => `${line}\n`).join(""),
      );
    }
    const server = await ensureServer(home);
    const guard = guardTemporary(server.pid, folder);
    await ensureDatabase(databaseUrlOf(server), databaseName);
    return { url: databaseUrlOf(server), pid: server.pid, close: guard.end };
  } catch (error) {
    await stopServer(home).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Makes an empty database when it is missing and returns its address. Safe to repeat.
 *
 * @param serverUrl address of any database on that server, for an account that may make databases.
 */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await ensureDatabase(serverUrl, name);
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/**
 * A shell that waits for the end of its input, which comes when this process closes it or dies, then ends the
 * server and deletes the folder.
 */
function guardTemporary(pid: number, folder: string): { end(): Promise<void> } {
  // The pid may live on as a zombie that nobody collects, so the server's own file counts as well.
  const script = `cat >/dev/null; kill -QUIT "$1"
    while kill -0 "$1" 2>/dev/null && [ -e "$2/data/postmaster.pid" ]; do sleep 0.02; done; rm -rf -- "$2"`;
  const guard = spawn("/bin/sh", ["-c", script, "sh", String(pid), folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  const ended = new Promise<void>((resolve) => guard.once("close", () => resolve()));
  guard.unref();
  return {
    end() {
      guard.ref();
      guard.stdin.end();
      return ended;
    },
  };
}
