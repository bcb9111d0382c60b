/**
 * How a connection to PostgreSQL is guarded, in the words of libpq
 * (https://www.postgresql.org/docs/current/libpq-ssl.html), and `no-verify`, which is node-postgres's name for a
 * `require` that verifies nothing whatever files lie about.
 */
const tlsModes = ["disable", "require", "verify-ca", "verify-full", "no-verify"] as const;

type TlsMode = (typeof tlsModes)[number];

/** Files are named as they stand in the address. */
type DatabaseTls = {
  mode: TlsMode;
  /** The file of the CA; null takes those that Node knows, `NODE_EXTRA_CA_CERTS` among them. */
  rootCert: string | null;
  clientCert: string | null;
  clientKey: string | null;
};

/** The parameters of an address that say how it is guarded; `ssl` is node-postgres's own. */
export const tlsParameters = ["sslmode", "sslrootcert", "sslcert", "sslkey", "ssl", "uselibpqcompat"];

/** What the values of `ssl` mean. */
const modesOfSsl = new Map<string, TlsMode>([
  ["true", "verify-full"],
  ["1", "verify-full"],
  ["false", "disable"],
  ["0", "disable"],
  ["no-verify", "no-verify"],
]);

/**
 * What the address of a database says of TLS; null when it says nothing. A CA alone means `verify-full`, and
 * `require` beside a CA means `verify-ca`, as libpq has it. `sslrootcert=system` is what Node knows. `ssl` counts where
 * there is no `sslmode`.
 */
export function parseDatabaseTls(address: string): DatabaseTls | null {
  const { searchParams } = new URL(address);
  const said = (name: string) => searchParams.get(name) || null;
  const given = said("sslrootcert");
  const mode = said("sslmode") ?? modesOfSsl.get(said("ssl") ?? "") ?? null;
  const rootCert = given === "system" ? null : given;
  const files = { rootCert, clientCert: said("sslcert"), clientKey: said("sslkey") };
  if (mode === null && given === null && files.clientCert === null) return null;
  const known = tlsModes.find((one) => one === (mode ?? "verify-full")) ?? "verify-full";
  return { mode: known === "require" && rootCert !== null ? "verify-ca" : known, ...files };
}

/** What is wrong with what an address says of TLS; null when nothing is. */
export function databaseTlsProblem(address: string): string | null {
  const { searchParams } = new URL(address);
  const [mode, ssl] = [searchParams.get("sslmode"), searchParams.get("ssl")];
  if (ssl && mode === null && !modesOfSsl.has(ssl))
    return `must say sslmode: its ssl is none of ${[...modesOfSsl.keys()].join(", ")}`;
  if (mode !== null && !tlsModes.some((one) => one === mode))
    return `may have as sslmode one of ${tlsModes.join(", ")}; others guard nothing that one could count on`;
  const rootCert = searchParams.get("sslrootcert");
  if (mode === "verify-ca" && (rootCert === null || rootCert === "system"))
    return "must name the file of the CA by sslrootcert where sslmode is verify-ca, or say verify-full";
  if (rootCert === "system" && mode !== null && mode !== "verify-full")
    return "must have sslmode=verify-full beside sslrootcert=system";
  return null;
}
