import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listActiveAlerts } from "../../../src/alerts/store.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { checkAlerts } from "../../../src/watch/alerts.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

const secret = Buffer.from("a secret of twenty-four!").toString("base64");

let ctx: TestContext;
let site: WebServer;
let lines: string[];

beforeEach(async () => {
  lines = [];
  const log = createLog({ logLevel: "warn" }, { write: (line: string) => lines.push(line) });
  ctx = await createTestContext({
    env: { RESEND_WEBHOOK_SECRET: `whsec_${secret}`, OPS_PASSWORD: "the-right-password" },
    overrides: { log },
  });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterEach(async () => {
  await site.close();
  await ctx.close();
});

const forge = () =>
  fetch(`${site.url}/webhooks/resend`, {
    method: "POST",
    headers: { "svix-id": "m", "svix-timestamp": "1", "svix-signature": "v1,Zm9yZ2Vk" },
    body: JSON.stringify({ type: "email.bounced", data: { to: ["reader@example.com"] } }),
  });

const logIn = (password: string) =>
  fetch(`${site.url}/ops/login`, {
    method: "POST",
    headers: { origin: new URL(ctx.config.site.publicUrl).origin },
    body: new URLSearchParams({ name: "Ada", password }),
    redirect: "manual",
  });

describe("what is refused from outside", () => {
  it("is logged line by line without address or secret, and of a flood only the beginning", async () => {
    for (let count = 0; count < 60; count += 1) expect((await forge()).status).toBe(401);
    const told = lines.filter((line) => line.includes("webhook refused"));
    expect(told.length).toBeGreaterThan(1);
    expect(told.length).toBeLessThan(30);
    expect(lines.join("")).not.toMatch(/reader@|Zm9yZ2Vk|whsec/);
  });

  it("is told as an alert when it is more than a few webhooks, counted without what they hold", async () => {
    for (let count = 0; count < 5; count += 1) await forge();
    await checkAlerts(ctx);
    expect(await listActiveAlerts(ctx.db)).toEqual([]);
    await forge();
    await checkAlerts(ctx);
    expect(await listActiveAlerts(ctx.db)).toMatchObject([{ kind: "webhooks-refused" }]);
    ctx.clock.advance(16 * 60_000);
    await checkAlerts(ctx);
    expect(await listActiveAlerts(ctx.db)).toEqual([]);
  });

  it("includes log-ins with a wrong password and those that come too often, and no password", async () => {
    for (let count = 0; count < 12; count += 1) await logIn("a-wrong-password");
    expect(
      lines.filter((line) => /log-in refused/.test(line) && /wrong password/.test(line)).length,
    ).toBeGreaterThan(0);
    expect(
      lines.filter((line) => /log-in refused/.test(line) && /too many tries/.test(line)).length,
    ).toBeGreaterThan(0);
    expect(lines.join("")).not.toMatch(/a-wrong-password|the-right-password/);
  });
});
