import { connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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
  it.each([1, 5, 13, 34])("when word %i to it is lost", async (word) => {
    const way = await layBreakingWay(ctx.databaseUrl, word);
    try {
      const env = { ...noSources, DATABASE_URL: way.url };
      const answer = await runCliHere(["once", "--minutes", "1"], env);
      expect(answer).toMatchObject({ code: 0, stderr: "" });
      expect(way.hasBroken()).toBe(true);
    } finally {
      await way.close();
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

/** A way to a server that breaks, with all connections, at so many pieces of what is said to it, and then works. */
async function layBreakingWay(serverUrl: string, at: number) {
  const target = new URL(serverUrl);
  const ends = new Set<Socket>();
  let heard = 0;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const end of [near, far]) {
      ends.add(end);
      end.on("error", () => {}); // the other side went away
      end.on("close", () => ends.delete(end));
    }
    near.on("data", (bytes) => {
      heard += 1;
      if (heard === at) for (const end of ends) end.destroy();
      else far.write(bytes);
    });
    far.on("data", (bytes) => near.write(bytes));
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const way = new URL(serverUrl);
  way.host = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return {
    url: way.href,
    hasBroken: () => heard >= at,
    close: async () => {
      for (const end of ends) end.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
