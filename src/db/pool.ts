import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import pg from "pg";
import { parseDatabaseTls, tlsParameters } from "../config/database-tls.ts";
import { RefusedError } from "../errors.ts";
import { parseUrl } from "../parse-url.ts";

declare module "pg" {
  interface Client {
    /** What is said to the server first (https://www.postgresql.org/docs/current/protocol-message-formats.html, StartupMessage). */
    getStartupConf(): Record<string, string>;
  }
  interface ClientBase {
    /** The server's process, as it was told at the start of the connection. */
    readonly processID: number | null;
  }
}

type PoolOptions = {
  /** The most connections. */
  size: number;
  /** How they call themselves (`application_name`), unless the address says it. */
  name: string;
  /** Settings of each session beside the time zone; no pooler takes them. */
  settings?: Record<string, string>;
};

/**
 * A pool whose connections are made when first needed, in UTC, and guarded as the address says.
 *
 * @throws {RefusedError} when a file that the address names cannot be read.
 */
export function createPool(url: string, { size, name, settings = {} }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...readAddress(url),
    Client: clientWith({ ...settings, TimeZone: "UTC" }),
    max: size,
    application_name: name,
    connectionTimeoutMillis: 10_000,
    // A worker that is cut off must not hold its locks for hours.
    keepAlive: true,
    // Statements that are given to a connection while it waits for an answer leave at once.
    pipeline: true,
  });
  // A connection that breaks between two statements of a transaction would end the process; the next statement fails.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/**
 * A client whose sessions begin with these settings. A pooler in transaction mode hands on the time zone of a client's
 * start, as it does with a few others, but refuses all that would come by `options`.
 */
function clientWith(settings: Record<string, string>) {
  return class extends pg.Client {
    override getStartupConf(): Record<string, string> {
      return { ...super.getStartupConf(), ...settings };
    }
  };
}

/** Node-postgres reads parameters of TLS in its own way, and warns of it. */
function readAddress(url: string): pg.PoolConfig {
  const bare = parseUrl(url);
  if (bare === null) return { connectionString: url };
  const tls = parseDatabaseTls(url);
  for (const name of tlsParameters) bare.searchParams.delete(name);
  if (tls === null) return { connectionString: bare.href };
  // A socket of this machine is guarded by its folder (libpq ignores sslmode there too).
  if (hostOf(bare).startsWith("/") || tls.mode === "disable")
    return { connectionString: bare.href, ssl: false };
  const isVerified = tls.mode === "verify-ca" || tls.mode === "verify-full";
  const ssl: ConnectionOptions = {
    rejectUnauthorized: isVerified,
    ...(tls.rootCert === null ? {} : { ca: readNamed("sslrootcert", tls.rootCert) }),
    ...(tls.clientCert === null ? {} : { cert: readNamed("sslcert", tls.clientCert) }),
    ...(tls.clientKey === null ? {} : { key: readNamed("sslkey", tls.clientKey) }),
    ...(tls.mode === "verify-ca" ? { checkServerIdentity: () => undefined } : {}),
  };
  return { connectionString: bare.href, ssl };
}

/** Where node-postgres connects to; a path is a socket's folder, and none means a host of its own finding. */
function hostOf(url: URL): string {
  return url.searchParams.get("host") || decodeURIComponent(url.hostname) || (process.env.PGHOST ?? "");
}

function readNamed(parameter: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new RefusedError(`The file that ${parameter} names in the database's address cannot be read.`, {
      cause,
    });
  }
}
