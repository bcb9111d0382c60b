import { spawn, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pRetry from "p-retry";
import { findSystemUser } from "../../src/db/embedded/system-user.ts";
import { findFreePort } from "../../src/db/ports.ts";

export type Pooler = {
  /** The same database by this way. */
  through(databaseUrl: string): string;
  close(): Promise<void>;
};

const program = ["/usr/sbin/pgbouncer", "pgbouncer"].find(
  (one) => spawnSync(one, ["--version"]).status === 0,
);

/** Whether this machine has PgBouncer; where it has not, the run says so, and in CI that is a failure. */
export function hasPgBouncer(): boolean {
  if (program !== undefined) return true;
  if (process.env.CI) throw new Error("PgBouncer is not installed: apt-get install pgbouncer.");
  process.stderr.write("NOT RUN: the tests behind PgBouncer, since it is not installed.\n");
  return false;
}

/** PgBouncer as Debian ships it, in transaction mode, before a server that is reached by TCP, with few connections. */
export async function startPgBouncer(serverUrl: string): Promise<Pooler> {
  const server = new URL(serverUrl);
  const user = findSystemUser(() => {});
  const folder = realpathSync(mkdtempSync(path.join(user ? "/tmp" : tmpdir(), "paperboy-pooler-")));
  const port = await findFreePort();
  const account = decodeURIComponent(server.username);
  const accounts = path.join(folder, "accounts.txt");
  writeFileSync(accounts, `"${account}" "${decodeURIComponent(server.password)}"\n`);
  const file = path.join(folder, "pgbouncer.ini");
  writeFileSync(
    file,
    `[databases]
* = host=${server.hostname} port=${server.port} user=${account}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${accounts}
pool_mode = transaction
default_pool_size = 6
max_client_conn = 300
`,
  );
  if (user) for (const one of [folder, accounts, file]) chownSync(one, user.uid, user.gid);
  const ids = user ? { uid: user.uid, gid: user.gid } : {};
  const child = spawn(program ?? "pgbouncer", ["-q", file], { stdio: "ignore", cwd: "/", ...ids });
  const close = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  await pRetry(() => reach(port), { retries: 200, minTimeout: 50, factor: 1 }).catch(
    async (cause: unknown) => {
      await close();
      throw new Error("PgBouncer does not start.", { cause });
    },
  );
  return {
    through: (databaseUrl) => {
      const url = new URL(databaseUrl);
      url.host = `127.0.0.1:${port}`;
      return url.href;
    },
    close,
  };
}

function reach(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
}
