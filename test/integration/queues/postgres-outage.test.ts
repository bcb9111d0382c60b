import { afterAll, beforeAll, expect, it } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { findFreePort } from "../../../src/db/ports.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";

let ctx: TestContext;
let other: Context | null = null;

beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(async () => {
  await ctx.close();
});

/** What is said of a queue in PostgreSQL that is reached by this address, when a job is added. */
async function sentenceOf(directUrl: string): Promise<string> {
  other = await createContext(testConfig(ctx.databaseUrl, { DATABASE_DIRECT_URL: directUrl }), {
    clock: ctx.clock,
  });
  try {
    await other.queues.ring("dispatch", {});
    return "it is added";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await other.close();
  }
}

it("says of a queue in PostgreSQL what keeps it away, and which address leads there", async () => {
  const away = new URL(ctx.databaseUrl);
  away.port = String(await findFreePort());
  expect(await sentenceOf(away.href)).toBe(
    "The database does not answer (ECONNREFUSED): check DATABASE_DIRECT_URL and that PostgreSQL runs.",
  );
  const missing = new URL(ctx.databaseUrl);
  missing.pathname = "/no_such_database";
  expect(await sentenceOf(missing.href)).toBe(
    "The database does not exist: check DATABASE_DIRECT_URL (3D000).",
  );
  const plain = new URL(ctx.databaseUrl);
  plain.searchParams.set("sslmode", "require");
  expect(await sentenceOf(plain.href)).toBe(
    "The database takes no TLS: turn it on there (ssl = on), or say sslmode=disable in DATABASE_DIRECT_URL.",
  );
});
