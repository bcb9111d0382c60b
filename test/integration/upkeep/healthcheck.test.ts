import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startWatchServer, startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

let ctx: TestContext;
let site: WebServer;
let worker: WebServer;
/** Another program, which answers everything. */
const stranger = createServer((_request, response) => response.end('{"status":"ok"}'));

beforeAll(async () => {
  ctx = await createTestContext({ env: { HOST: "127.0.0.1" } });
  site = await startWebServer(ctx, { port: 0 });
  worker = await startWatchServer(ctx, 0);
  await new Promise<void>((listening) => stranger.listen(0, "127.0.0.1", listening));
});
afterAll(async () => {
  stranger.close();
  await Promise.all([site.close(), worker.close()]);
  await ctx.close();
});

const healthcheck = (env: Record<string, string>) =>
  runCliHere(["healthcheck"], { HOST: "127.0.0.1", ...env });

it("finds the site at PORT and a worker at METRICS_PORT, whatever the database does", async () => {
  const database = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
  const found = await healthcheck({ PORT: String(site.port), ...database });
  expect(found).toEqual({
    code: 0,
    stderr: "",
    stdout: expect.stringMatching(/^Paperboy \S+ lives at http:/),
  });
  expect((await healthcheck({ METRICS_PORT: String(worker.port), PORT: "1", ...database })).code).toBe(0);
  // A site in whose environment a worker's port stands as well.
  expect((await healthcheck({ METRICS_PORT: "1", PORT: String(site.port), ...database })).code).toBe(0);
});

it("fails in one sentence where nobody answers, or another program", async () => {
  const port = String((stranger.address() as AddressInfo).port);
  for (const PORT of ["1", port]) {
    const failed = await healthcheck({ PORT });
    expect(failed).toMatchObject({ code: 1, stdout: "" });
    expect(failed.stderr).toMatch(
      /^paperboy: No process of Paperboy answers at http:\/\/127\.0\.0\.1:\d+: [^\n]*\n$/,
    );
  }
});
