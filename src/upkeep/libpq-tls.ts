import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { parseDatabaseTls } from "../config/database-tls.ts";

/**
 * Runs work with libpq's variables for the TLS that an address asks for, so that PostgreSQL's own programs believe whom
 * the pool believes. libpq looks for its CA in a file of the user, and only from version 16 on knows the system's: it is
 * given one with what Node knows, which is gone afterwards.
 */
export async function withLibpqTls<T>(
  databaseUrl: string,
  work: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  const tls = parseDatabaseTls(databaseUrl);
  if (tls === null) return work({});
  const env = {
    ...(tls.clientCert === null ? {} : { PGSSLCERT: tls.clientCert }),
    ...(tls.clientKey === null ? {} : { PGSSLKEY: tls.clientKey }),
  };
  if (tls.rootCert !== null && tls.mode !== "no-verify")
    return work({ ...env, PGSSLMODE: tls.mode, PGSSLROOTCERT: tls.rootCert });
  if (tls.mode === "disable") return work({ PGSSLMODE: "disable" });
  const folder = await mkdtemp(join(tmpdir(), "paperboy-ca-"));
  try {
    const file = join(folder, "ca.pem");
    // Where the file is missing, `require` verifies nothing, also where the user has one of their own.
    if (tls.mode !== "require" && tls.mode !== "no-verify") await writeFile(file, await readKnownCas());
    const mode = tls.mode === "no-verify" ? "require" : tls.mode;
    return await work({ ...env, PGSSLMODE: mode, PGSSLROOTCERT: file });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readKnownCas(): Promise<string> {
  const extra = process.env.NODE_EXTRA_CA_CERTS;
  // Node goes on without a file that it cannot read, and has warned of it.
  const more = extra ? await readFile(extra, "utf8").catch(() => "") : "";
  return [...rootCertificates, more].join("\n");
}
