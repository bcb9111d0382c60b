import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { assertReachable, openDatabase } from "../../../src/db/client.ts";
import { makeOwnCa } from "../../support/own-ca.ts";
import { runCli } from "../../support/run-cli.ts";
import { startToolServer } from "../../support/tool-server.ts";

const own = makeOwnCa();
const server = await startToolServer((prepare) => [
  "ssl=on",
  `ssl_cert_file=${prepare(own.certificate)}`,
  `ssl_key_file=${prepare(own.key)}`,
]);
const plain = await startToolServer();
afterAll(() => {
  server?.close();
  plain?.close();
  own.close();
});

/** The address with parameters; the certificate is for `localhost`, and none for the number. */
const address = (query: string, host = "localhost", of = server) =>
  `${(of?.url ?? "").replace("127.0.0.1", host)}${query}`;

/** Whether the connection is guarded, or the sentence with which it is refused. */
async function connectTo(url: string): Promise<boolean | string> {
  const { pool } = openDatabase(url, 1, () => {});
  try {
    await assertReachable(pool);
    const { rows } = await pool.query<{ ssl: boolean }>(
      "select ssl from pg_stat_ssl where pid = pg_backend_pid()",
    );
    return rows[0]?.ssl ?? false;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await pool.end();
  }
}

describe.skipIf(server === null)("PostgreSQL with a certificate of an own CA", () => {
  it.each([
    ["says nothing", "", "localhost", false],
    ["disable", "?sslmode=disable", "localhost", false],
    ["require", "?sslmode=require", "localhost", true],
    ["require, by a number", "?sslmode=require", "127.0.0.1", true],
    ["no-verify", "?sslmode=no-verify", "127.0.0.1", true],
    ["verify-ca, by a number", `?sslmode=verify-ca&sslrootcert=${own.ca}`, "127.0.0.1", true],
    ["verify-full", `?sslmode=verify-full&sslrootcert=${own.ca}`, "localhost", true],
    ["require beside the CA, by a number", `?sslmode=require&sslrootcert=${own.ca}`, "127.0.0.1", true],
    ["verify-full, whatever ssl says", `?ssl=0&sslmode=verify-full&sslrootcert=${own.ca}`, "localhost", true],
  ])("is reached as libpq would: %s", async (_, query, host, isGuarded) => {
    expect(await connectTo(address(query, host))).toBe(isGuarded);
  });

  const nobody =
    /^The database shows a certificate that is signed by nobody who is believed \(\w+\): name its CA by sslrootcert/;
  it.each([
    ["verify-full without the CA", "?sslmode=verify-full", "localhost", nobody],
    [
      "verify-full by a number",
      `?sslmode=verify-full&sslrootcert=${own.ca}`,
      "127.0.0.1",
      /certificate of another name/,
    ],
    ["verify-full, whatever ssl says", "?ssl=no-verify&sslmode=verify-full", "localhost", nobody],
    ["verify-full with another CA", `?sslmode=verify-full&sslrootcert=${own.otherCa}`, "localhost", nobody],
    ["require beside another CA", `?sslmode=require&sslrootcert=${own.otherCa}`, "localhost", nobody],
  ])("is refused in one sentence: %s", async (_, query, host, sentence) => {
    expect(await connectTo(address(query, host))).toMatch(sentence);
  });

  it("is guarded also where a parameter names the server", async () => {
    const { port, pathname, username } = new URL(server?.url ?? "");
    const named = `postgres://${pathname}?host=localhost&port=${port}&user=${username}`;
    expect(await connectTo(`${named}&sslmode=verify-full&sslrootcert=${own.ca}`)).toBe(true);
    expect(await connectTo(`${named}&sslmode=verify-full`)).toMatch(nobody);
  });

  it("is not what a server without TLS is taken for, nor one that refuses the log-in", async () => {
    expect(await connectTo(address("?sslmode=require", "localhost", plain))).toMatch(
      /^The database takes no TLS: /,
    );
    const stranger = new URL(address("?sslmode=require"));
    stranger.username = "nobody";
    expect(await connectTo(stranger.href)).toMatch(/refused the log-in/);
  });

  it("is migrated, backed up and restored by commands, without a word on stderr", async () => {
    const modes = ["?sslmode=require", "?sslmode=no-verify", "?sslmode=verify-full"];
    for (const [index, query] of modes.entries()) {
      const file = join(own.folder, `${index}.dump`);
      const env = {
        DATABASE_URL: address(query),
        DATA_DIR: own.folder,
        PATH: `${server?.binaries}:${process.env.PATH}`,
        // Node knows the CA by it, and pg_dump is told.
        NODE_EXTRA_CA_CERTS: own.ca,
        LOG_LEVEL: "warn",
      };
      if (index === 0)
        expect(await runCli(["migrate", "--json"], env)).toMatchObject({ code: 0, stderr: "" });
      expect(await runCli(["backup", file], env)).toMatchObject({ code: 0, stderr: "" });
      expect(statSync(file).size).toBeGreaterThan(1_000);
      expect(await runCli(["restore", file, "--force"], env)).toMatchObject({ code: 0, stderr: "" });
    }
    const { code, stderr } = await runCli(["status"], { DATABASE_URL: address("?sslmode=verify-full") });
    expect({ code, lines: stderr.trim().split("\n").length }).toEqual({ code: 1, lines: 1 });
    expect(stderr).toMatch(/signed by nobody who is believed/);
  });
});
