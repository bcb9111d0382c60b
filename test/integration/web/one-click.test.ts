import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { findSubscriber, findSubscriberByKey, type Subscriber } from "../../../src/subscribers/store.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

let ctx: TestContext;
let site: WebServer;
let readers = 0;
beforeAll(async () => {
  ctx = await createTestContext();
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});

async function reader(): Promise<{ subscriber: Subscriber; token: string; path: string }> {
  readers += 1;
  const email = `reader${readers}@example.com`;
  await addSubscriber(ctx, { email, source: "test", consent: { wording: "a test" } });
  const subscriber = await findSubscriberByKey(ctx.db, email);
  if (!subscriber) throw new Error("the reader was not added");
  const token = makeLinkToken(ctx.config, "unsubscribe", {
    subscriberId: subscriber.id,
    now: ctx.clock.now(),
  });
  return { subscriber, token, path: `/unsubscribe?token=${token}` };
}

const stateOf = async ({ id }: Subscriber) => (await findSubscriber(ctx.db, id))?.state;

/** What the server says to a request written by hand, until it closes. */
function converse(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = "";
    const socket = connect(site.port, "127.0.0.1", () => socket.write(request));
    socket.setEncoding("utf8").on("data", (text) => {
      heard += text;
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(heard));
  });
}

const oneClick = "List-Unsubscribe=One-Click";

describe("the address of List-Unsubscribe", () => {
  test.each<[string, RequestInit]>([
    ["as RFC 8058 says", { body: new URLSearchParams(oneClick) }],
    ["as plain text", { body: oneClick, headers: { "content-type": "text/plain" } }],
    ["with nothing", {}],
    ["with an empty body of a type", { body: "", headers: { "content-type": "application/json" } }],
    ["as JSON that is none", { body: "{", headers: { "content-type": "application/json" } }],
    ["as parts without a boundary", { body: oneClick, headers: { "content-type": "multipart/form-data" } }],
    ["with a wish for a pause in it", { body: new URLSearchParams("instead=pause") }],
    ["with ten megabytes", { body: "x".repeat(10_000_000), headers: { "content-type": "text/plain" } }],
    ["compressed", { body: "x", headers: { "content-encoding": "gzip" } }],
    [
      "from another site",
      { body: oneClick, headers: { origin: "https://x.example", "sec-fetch-site": "cross-site" } },
    ],
  ])("unsubscribes at a POST %s", async (_, init) => {
    const { subscriber, path } = await reader();
    const answer = await fetch(site.url + path, { method: "POST", redirect: "manual", ...init });
    expect([answer.status, await answer.text()]).toEqual([200, "You are unsubscribed."]);
    expect(await stateOf(subscriber)).toBe("unsubscribed");
  });

  test.each([
    ["in pieces", "transfer-encoding: chunked\r\n\r\n5\r\nList-\r\n"],
    ["of a told length", "content-length: 1000000\r\n\r\nList-"],
    ["announced only", "content-length: 26\r\n\r\n"],
  ])("answers and closes at a body %s that is never finished", async (_, rest) => {
    const { subscriber, path } = await reader();
    const heard = await converse(`POST ${path} HTTP/1.1\r\nhost: x\r\n${rest}`);
    expect(heard).toMatch(/^HTTP\/1\.1 200 /);
    expect(await stateOf(subscriber)).toBe("unsubscribed");
  });

  test("refuses a token that is none, whatever the body says", async () => {
    const { subscriber, token } = await reader();
    const answer = await fetch(`${site.url}/unsubscribe?token=none`, {
      method: "POST",
      body: new URLSearchParams({ token }),
    });
    expect(answer.status).toBe(410);
    expect(await stateOf(subscriber)).toBe("active");
  });
});

describe("the forms of the page", () => {
  test("carry no token in their address, so that who asks for a pause reads on", async () => {
    const { subscriber, path } = await reader();
    const page = await (await fetch(site.url + path)).text();
    const found = [...page.matchAll(/<form action="([^"]+)" method="post">(.*?)<\/form>/g)];
    expect(found.map(([, action]) => action)).toEqual(["/unsubscribe", "/unsubscribe", "/unsubscribe"]);
    const fields = found.map(([, , html = ""]) =>
      [...html.matchAll(/name="([^"]+)" value="([^"]+)"/g)].map(
        ([, name = "", value = ""]): [string, string] => [name, value],
      ),
    );
    const pause = fields.find((pairs) => pairs.some(([, value]) => value === "pause")) ?? [];
    const answer = await fetch(`${site.url}/unsubscribe`, {
      method: "POST",
      body: new URLSearchParams(pause),
    });
    expect(answer.status).toBe(200);
    expect(await stateOf(subscriber)).toBe("paused");
  });
});
