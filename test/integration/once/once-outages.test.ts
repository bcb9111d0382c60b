import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layCable } from "../../support/cable.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { noSources } from "../../support/no-sources.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());

describe("paperboy once waits for a database that is away for a moment", () => {
  // The first is the greeting of the first connection; by the last one the run is in its midst.
  it.each([1, 5, 13, 34])("when piece %i of what is said to it is lost", async (piece) => {
    const cable = await layCable(ctx.databaseUrl);
    const hasBroken = cable.breakAt(piece);
    try {
      const env = { ...noSources, DATABASE_URL: cable.url };
      const answer = await runCliHere(["once", "--minutes", "1"], env);
      expect(answer).toMatchObject({ code: 0, stderr: "" });
      expect(hasBroken()).toBe(true);
    } finally {
      await cable.close();
    }
  });
});

describe("paperboy once tells at once", () => {
  it.each([
    ["a name that no server has", { hostname: "no-such-host.invalid" }, /check DATABASE_URL/],
    [
      "a user whom the server does not know",
      { username: "nobody-at-all" },
      /user and password of DATABASE_URL/,
    ],
    ["a database that is not there", { pathname: "/no-such-database" }, /does not exist: check DATABASE_URL/],
  ])("%s", async (_, wrong, words) => {
    const url = Object.assign(new URL(ctx.databaseUrl), wrong).href;
    const answer = await runCliHere(["once", "--minutes", "10"], { DATABASE_URL: url });
    expect(answer).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(words) });
    expect(answer.stderr.trim().split("\n")).toHaveLength(1);
  });
});
