import { certificateFault, certificateWords } from "../config/tls-fault.ts";
import { describeDatabaseFault, sqlStateOf } from "./database-fault.ts";

/** Where the address stands that was used. */
export type AddressVariable = "DATABASE_URL" | "DATABASE_DIRECT_URL";

/**
 * Why the database cannot be used and what to do, in one sentence that repeats nothing of its address: a certificate
 * that is refused and a log-in that is refused are no server that is away.
 */
export function describeUnreachable(error: unknown, variable: AddressVariable = "DATABASE_URL"): string {
  const certificate = certificateFault(error);
  if (certificate !== null) {
    const words = certificateWords(
      certificate,
      `name its CA by sslrootcert in ${variable}, or by NODE_EXTRA_CA_CERTS`,
    );
    return `The database ${words}.`;
  }
  if (isWithoutTls(error))
    return `The database takes no TLS: turn it on there (ssl = on), or say sslmode=disable in ${variable}.`;
  const state = sqlStateOf(error);
  if (state?.startsWith("08"))
    return `The database, or the pooler before it, refuses the connection (${state}): check user and database of ${variable}, ${poolerWords}.`;
  if (state !== null && !state.startsWith("57P"))
    return describeDatabaseFault(error).replaceAll("DATABASE_URL", variable);
  return `The database does not answer (${reasonOf(error)}): check ${variable} and that PostgreSQL runs.`;
}

/** Whether a server is there, but is not believed, takes no TLS, or lets nobody in: asking again changes nothing. */
export function isRefusedConnection(error: unknown): boolean {
  return (
    certificateFault(error) !== null || isWithoutTls(error) || /^(?:28|3D)/.test(sqlStateOf(error) ?? "")
  );
}

function isWithoutTls(error: unknown): boolean {
  return error instanceof Error && /^The server does not support SSL connections$/.test(error.message);
}

const poolerWords =
  "that it sets no `options` where it leads to a pooler, and that the pooler reaches PostgreSQL";

/** Node-postgres repeats parts of the connection string in few messages; its codes never do. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.message.replaceAll(/postgres(ql)?:\S+/g, "the URL") : "unknown";
}
