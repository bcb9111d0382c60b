import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { createTestDatabase } from "../../support/database.ts";
import { runCli } from "../../support/run-cli.ts";

it("a command runs from the sources of a checkout, without a build", async () => {
  const database = await createTestDatabase();
  const program = fileURLToPath(new URL("../../../bin/paperboy.mjs", import.meta.url));
  const { code, stdout } = await runCli(["status", "--json"], { DATABASE_URL: database.url }, { program });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([]);
  await database.close();
});
