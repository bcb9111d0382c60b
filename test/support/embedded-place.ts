import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { inject } from "vitest";
import { type EmbeddedDatabase, openEmbeddedDatabase } from "../../src/db/embedded.ts";

type Opened = { url: string; serverPid: number };

/** Another process that opened the database. */
type Elsewhere = { child: ChildProcess; opened: Opened; close(): Promise<void> };

/** A folder for embedded databases, and the servers that were seen in it. */
export type EmbeddedPlace = {
  folder: string;
  dataDir: string;
  /** Opens the database of a data folder, `dataDir` unless said, in this process. */
  open(dataDir?: string): Promise<EmbeddedDatabase>;
  /** Opens it in another process, which has closed it well when `close` resolves. */
  openElsewhere(): Promise<Elsewhere>;
  /** Starts a process that opens it; `temporary` opens one of its own. */
  spawnOpener(dataDir?: string): ChildProcess;
  /** What such a process says when it has opened it. @throws when it says that it could not. */
  answerOf(child: ChildProcess): Promise<Opened>;
  /** Counts a server among those that `close` ends. */
  sees(serverPid: number): void;
  /** Ends every process and server that was seen, and deletes the folder. */
  close(): Promise<void>;
};

/**
 * A new folder, whose path has a space.
 *
 * @param kept data of a closed database, of which it begins with a copy; else it begins with nothing. To copy takes
 * a tenth of the time that PostgreSQL takes to make them.
 */
export function createEmbeddedPlace(kept?: string): EmbeddedPlace {
  const folder = mkdtempSync("/tmp/paperboy embedded-");
  chmodSync(folder, 0o755);
  const home = path.join(folder, ".data");
  // With their owner, who may be another than this process's.
  if (kept !== undefined) execFileSync("cp", ["-a", kept, home]);
  const children: ChildProcess[] = [];
  const serverPids = new Set<number>();
  const spawnOpener = (dataDir = home) => {
    const opener = path.join(inject("builtFolder"), "dist/test/support/embedded-opener.js");
    const child = spawn(process.execPath, [opener, dataDir], { stdio: ["pipe", "pipe", "inherit"] });
    children.push(child);
    return child;
  };
  const answerOf = async (child: ChildProcess) => {
    if (!child.stdout) throw new Error("the opener has no output");
    for await (const line of createInterface({ input: child.stdout })) {
      const answer: Opened | { error: string } = JSON.parse(line);
      if ("error" in answer) throw new Error(answer.error);
      serverPids.add(answer.serverPid);
      return answer;
    }
    throw new Error("the opener ended without an answer");
  };
  return {
    folder,
    dataDir: home,
    open: async (dataDir = home) => {
      const database = await openEmbeddedDatabase({ dataDir, durable: false });
      serverPids.add(database.pid);
      return database;
    },
    openElsewhere: async () => {
      const child = spawnOpener();
      const opened = await answerOf(child);
      return { child, opened, close: () => endWell(child) };
    },
    spawnOpener,
    answerOf,
    sees: (serverPid) => serverPids.add(serverPid),
    close: async () => {
      for (const child of children) child.kill("SIGKILL");
      for (const pid of serverPids) if (isAlive(pid)) process.kill(pid, "SIGQUIT");
      await until(() => [...serverPids].every((pid) => !isAlive(pid)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function endWell(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.stdin?.end();
  const [code, signal] = await exit;
  if (code !== 0) throw new Error(`the opener ended with ${code ?? signal}`);
}

/** Rows of one statement on a connection of its own. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A dead child that its parent has not collected yet counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\S+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}
