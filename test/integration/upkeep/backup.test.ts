import { dirname } from "node:path";
import { expect, it } from "vitest";
import { createTestContext } from "../../support/context.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

it("a backup of a database newer than the client, or without any client, says what to install", async () => {
  const ctx = await createTestContext();
  const ofNode = dirname(process.execPath);
  const { stderr, code } = await runCliHere(["backup", "/tmp/never.dump"], {
    DATABASE_URL: ctx.databaseUrl,
    PATH: ofNode === "/usr/bin" ? "/nonexistent" : ofNode,
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(/install the PostgreSQL client of version \d+ or later/);
  await ctx.close();
});
