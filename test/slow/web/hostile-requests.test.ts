import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { seedSample } from "../../../seeds/seed.ts";
import { createApp } from "../../../src/web/app.ts";
import { bodyPatienceMs } from "../../../src/web/http/read-body.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { type Ask, type HostileInput, hostileInputs } from "../../support/hostile-requests.ts";
import { costOf, send } from "../../support/request-cost.ts";
import { isShort } from "../short.ts";

let ctx: TestContext;
let site: WebServer;
beforeAll(async () => {
  ctx = await createTestContext({
    now: "2026-06-17T06:00:00Z",
    env: {
      OPS_PASSWORD: "a-long-password",
      TRUSTED_PROXIES: "1",
      RESEND_WEBHOOK_SECRET: `whsec_${Buffer.from("a secret of the test".repeat(2)).toString("base64")}`,
    },
  });
  await seedSample(ctx);
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  await send(site.url, { method: "GET", path: "/" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});
afterEach(() => {
  vi.useRealTimers();
});

/** So little that nobody waits for it, however it grows. */
const cheapMs = 25;
/** The longest that one request may keep all others waiting. */
const mostMs = 100;

/** In a short run a third of the texts at each address, which are others from address to address; at the search all. */
const inputs = hostileInputs().filter(
  ({ name }, index) => !isShort || index % 3 === 0 || name.startsWith("GET /search?q= "),
);
const addressOf = ({ name }: HostileInput) => name.split(" ").slice(0, 2).join(" ");
const addresses = [...new Set(inputs.map(addressOf))];

describe("what a stranger sends", () => {
  test.each(addresses)("to %s costs no more than its size, whatever it is", async (address) => {
    for (const { name, grown, largest } of inputs.filter((input) => addressOf(input) === address)) {
      const most = await costOf(site.url, grown(largest), 1);
      expect([name, most.status < 500]).toEqual([name, true]);
      if (most.cpuMs < cheapMs) continue;
      const whole = await costOf(site.url, grown(largest), 5);
      if (whole.cpuMs < cheapMs) continue;
      const half = await costOf(site.url, grown(largest / 2), 5);
      expect([name, whole.cpuMs < mostMs]).toEqual([name, true]);
      // Work for double the size is about double; three times is the slack of a small measurement.
      expect([name, whole.cpuMs < 3 * half.cpuMs + cheapMs]).toEqual([name, true]);
    }
  });

  test.each([
    "%",
    "%ff",
    "%E0%A4%A",
    "%00",
    "/%c0%ae%c0%ae/",
    "?q=%",
    "?token=%ff%fe",
    "?page=%00",
    "?%=%",
  ])("in a broken encoding (%s) is no fault of the site", async (piece) => {
    for (const path of ["/", "/search", "/feed.xml", "/papers/", "/editions/daily/", "/view", "/ops/login"]) {
      const status = await send(site.url, { method: "GET", path: path + piece });
      expect([path, status < 500]).toEqual([path, true]);
    }
  });

  test("in an address longer than any of this site is refused before anything is looked up", async () => {
    const answer = await fetch(`${site.url}/search?q=${"a".repeat(5_000)}`);
    expect(answer.status).toBe(414);
    expect(await answer.text()).toContain("too long");
  });
});

const json = "application/json";
const form = "application/x-www-form-urlencoded";
const postTo = (path: string, body: string, type = form): Ask => ({
  method: "POST",
  path,
  headers: { "content-type": type, accept: json },
  body,
});

const forms = [
  "/subscribe",
  "/preferences/link",
  "/confirm",
  "/preferences",
  "/preferences/preview",
  "/preferences/hour-note",
  "/preferences/leave",
  "/unsubscribe",
  "/unsubscribe/reason",
  "/undo",
  "/erase",
  "/ops/login",
];

describe("a form", () => {
  const parts = (count: number) =>
    `${'--a-boundary-of-28-characters-\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n'.repeat(count)}--a-boundary-of-28-characters---\r\n`;
  const multipart = "multipart/form-data; boundary=a-boundary-of-28-characters-";

  test.each(
    forms,
  )("sent to %s with more than 200 fields, or one within another, is refused", async (path) => {
    const refused = [
      postTo(path, "a&".repeat(201)),
      postTo(path, "a=1&".repeat(131_072 / 2)),
      postTo(path, parts(201), multipart),
      postTo(path, `{"a":[${"1,".repeat(200)}1]}`, json),
      postTo(path, `{"email":${"[".repeat(60_000)}${"]".repeat(60_000)}}`, json),
      postTo(path, '{"email":{"a":1}}', json),
      postTo(path, '{"email":[{"a":1}]}', json),
      postTo(path, '{"email":[[1]]}', json),
    ];
    for (const ask of refused)
      expect([ask.body?.slice(0, 30), await send(site.url, ask)]).toEqual([ask.body?.slice(0, 30), 400]);
  });

  test("of 200 fields is read, repeated names and all, in each of its three forms", async () => {
    const subscribe = async (body: string, type: string) => send(site.url, postTo("/subscribe", body, type));
    const others = Array.from({ length: 198 }, (_, n) => `a${n}=1`).join("&");
    expect(await subscribe(`email=many@example.com&email=other@example.com&${others}`, form)).toBe(202);
    const many = JSON.stringify({ email: ["many@example.com", ...Array.from({ length: 199 }, () => "b")] });
    expect(await subscribe(many, json)).toBe(202);
    const first =
      '--a-boundary-of-28-characters-\r\ncontent-disposition: form-data; name="email"\r\n\r\nmany@example.com\r\n';
    expect(await subscribe(first + parts(199), multipart)).toBe(202);
    expect(await subscribe(JSON.stringify({ email: 'a quote \\" and [ { , @example.com' }), json)).toBe(422);
  });

  test.each([
    ["another type", "text/plain", "email=a@example.com", 415],
    ["no type", "", "email=a@example.com", 415],
    ["another character set", `${form}; charset=utf-16`, "email=a@example.com", 415],
    ["another character set of JSON", `${json}; charset="iso-8859-1"`, "{}", 415],
    ["the usual character set", `${form}; charset=UTF-8`, "email=charset@example.com", 202],
    ["parts without a boundary", "multipart/form-data", "email=a@example.com", 400],
    ["a boundary that never comes", "multipart/form-data; boundary=y", "email=a@example.com", 400],
    [
      "a part whose head has no end",
      multipart,
      `--a-boundary-of-28-characters-\r\n${"a: b\r\n".repeat(10_000)}`,
      400,
    ],
    ["half of a JSON text", json, '{"email":"a', 400],
    ["a list", json, "[1]", 400],
    ["bytes that are no text", form, "email=%ff%fe@example.com", 422],
  ])("of %s is answered as what it is", async (_, type, body, status) => {
    expect(await send(site.url, postTo("/subscribe", body, type))).toBe(status);
  });

  test("that is compressed is refused in a sentence", async () => {
    const answer = await fetch(`${site.url}/subscribe`, {
      method: "POST",
      headers: { "content-type": form, "content-encoding": "gzip", accept: json },
      body: "email=a@example.com",
    });
    expect(answer.status).toBe(415);
  });

  test.each(["with its length told", "in pieces"])("that is too large is refused %s", async (way) => {
    const body = "a".repeat(300_000);
    const stream = new Blob([body]).stream();
    const answer = await fetch(`${site.url}/subscribe`, {
      method: "POST",
      headers: { "content-type": form, accept: json },
      ...(way === "in pieces" ? { body: stream, duplex: "half" } : { body }),
    } as RequestInit);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: "body_too_large" });
  });

  test.each([
    ...forms.slice(0, 10),
    "/webhooks/resend",
  ])("that never ends is given up at %s", async (path) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const answer = createApp(ctx).request(path, {
      method: "POST",
      headers: { "content-type": form, accept: json },
      body: new ReadableStream({ start: (out) => out.enqueue(new TextEncoder().encode("email=")) }),
      duplex: "half",
    } as RequestInit);
    await vi.advanceTimersByTimeAsync(bodyPatienceMs);
    const { status, headers } = await answer;
    expect([status, headers.get("connection")]).toEqual([408, "close"]);
  });

  test("whose sender goes away half-way is no fault of the site", async () => {
    const { Socket } = await import("node:net");
    const socket = new Socket();
    await new Promise<void>((open) => socket.connect(site.port, "127.0.0.1", open));
    socket.write(
      `POST /subscribe HTTP/1.1\r\nhost: x\r\ncontent-type: ${form}\r\ncontent-length: 100\r\n\r\nemail=`,
    );
    socket.destroy();
    expect(await send(site.url, { method: "GET", path: "/healthz" })).toBe(200);
  });
});
