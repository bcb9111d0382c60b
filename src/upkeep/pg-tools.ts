import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { RefusedError } from "../errors.ts";
import { withLibpqTls } from "./libpq-tls.ts";
import { pgClientHint } from "./pg-client-hint.ts";

export type PgTool = "pg_dump" | "pg_restore";

/**
 * Runs PostgreSQL's own client program. The address goes through the environment, where no list of processes
 * shows its password.
 *
 * @throws {RefusedError} when it is not installed, is older than the server, or fails.
 */
export async function runPgTool(
  tool: PgTool,
  args: string[],
  databaseUrl: string,
  serverMajor: number,
): Promise<void> {
  const major = await findMajor(tool);
  if (major === null || major < serverMajor) {
    const found = major === null ? "is not installed" : `is of version ${major}`;
    throw new RefusedError(
      `${tool} ${found}, and the database is PostgreSQL ${serverMajor}: ${pgClientHint(serverMajor)}.`,
    );
  }
  const result = await withLibpqTls(databaseUrl, (tls) =>
    run(tool, args, { ...surroundings(databaseUrl), ...tls }),
  );
  if (result === null || result.code !== 0)
    throw new RefusedError(`${tool} failed: ${firstLine(result?.output ?? "")}.`);
}

/** Whether a client program is here that a server of this version can be read with. */
export async function hasPgTool(tool: PgTool, serverMajor: number): Promise<boolean> {
  const major = await findMajor(tool);
  return major !== null && major >= serverMajor;
}

/** Null when it is not installed. A version that cannot be read (`pg_dump (PostgreSQL) 19beta1` can) is 0. */
async function findMajor(tool: PgTool): Promise<number | null> {
  const version = await run(tool, ["--version"], {});
  return version === null ? null : Number(/\s(\d+)/.exec(version.output)?.[1] ?? 0);
}

type Result = { code: number | null; output: string };

/** Null when the program is not there. */
function run(tool: PgTool, args: string[], env: Record<string, string>): Promise<Result | null> {
  return new Promise((resolve) => {
    const child = spawn(tool, args, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LC_MESSAGES: "C", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (piece: string) => {
      output = (output + piece).slice(0, 10_000);
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.once("error", () => resolve(null));
    child.once("close", (code) => resolve({ code, output }));
  });
}

/**
 * Runs a client program that needs no database and hands over what it prints.
 *
 * @throws {RefusedError} when it is not installed or fails.
 */
export async function streamPgTool(
  tool: PgTool,
  args: string[],
  read: (output: Readable) => Promise<void>,
): Promise<void> {
  const child = spawn(tool, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, LC_MESSAGES: "C" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  await read(child.stdout);
  if ((await ended) !== 0) throw new RefusedError(`${tool} could not read the backup.`);
}

/** libpq's variables (https://www.postgresql.org/docs/current/libpq-envars.html). */
function surroundings(databaseUrl: string): Record<string, string> {
  const url = new URL(databaseUrl);
  const given = {
    PGHOST: url.searchParams.get("host") ?? decodeURIComponent(url.hostname),
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGAPPNAME: "paperboy upkeep",
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}

function firstLine(output: string): string {
  const [line = "no reason was told"] = output.split("\n").filter((one) => /error/i.test(one));
  return line.replace(/\.$/, "");
}
