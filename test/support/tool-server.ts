import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { findSystemUser } from "../../src/db/embedded/system-user.ts";

export type ToolServer = { url: string; binaries: string; close(): void };

const packaged = "/usr/lib/postgresql";

/**
 * A throwaway PostgreSQL from the system's packages, whose `pg_dump` fits it: the embedded one comes without
 * client programs. Null where no such package is installed; in CI that is a failure.
 *
 * @param settings more of them, as `name=value`; `prepare` copies a file to where the server may read it alone.
 */
export async function startToolServer(
  settings: (prepare: (file: string) => string) => string[] = () => [],
): Promise<ToolServer | null> {
  const binaries = findBinaries();
  if (binaries === null) {
    if (process.env.CI)
      throw new Error("No PostgreSQL with pg_dump is installed: apt-get install postgresql.");
    process.stderr.write("NOT RUN: backup and restore, since no PostgreSQL with pg_dump is installed.\n");
    return null;
  }
  const user = findSystemUser(() => {});
  const ids = user ? { uid: user.uid, gid: user.gid } : {};
  const folder = realpathSync(mkdtempSync(path.join(user ? "/tmp" : tmpdir(), "paperboy-tools-")));
  if (user) chownSync(folder, user.uid, user.gid);
  const run = (program: string, args: string[]) =>
    execFileSync(path.join(binaries, program), args, { cwd: "/", stdio: "ignore", ...ids });
  const data = path.join(folder, "data");
  const port = await freePort();
  const prepare = (file: string) => {
    const copy = path.join(folder, path.basename(file));
    copyFileSync(file, copy);
    chmodSync(copy, 0o600);
    if (user) chownSync(copy, user.uid, user.gid);
    return copy;
  };
  const more = settings(prepare).flatMap((one) => ["-c", one]);
  run("initdb", ["-D", data, "-U", "paperboy", "-A", "trust", "-E", "UTF8", "--no-sync"]);
  run("pg_ctl", [
    ...["-D", data, "-w", "-l", path.join(folder, "log")],
    "-o",
    [`-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`, ...more].join(
      " ",
    ),
    "start",
  ]);
  return {
    url: `postgres://paperboy@127.0.0.1:${port}/postgres`,
    binaries,
    close: () => {
      run("pg_ctl", ["-D", data, "-m", "immediate", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function findBinaries(): string | null {
  if (!existsSync(packaged)) return null;
  const versions = readdirSync(packaged).toSorted((a, b) => Number(b) - Number(a));
  const found = versions.find((version) =>
    ["initdb", "pg_dump"].every((program) => existsSync(path.join(packaged, version, "bin", program))),
  );
  return found === undefined ? null : path.join(packaged, found, "bin");
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
