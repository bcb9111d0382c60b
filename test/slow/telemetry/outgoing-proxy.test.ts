import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FakeProxy, startFakeProxy } from "../../fakes/fake-proxy.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { makeOwnCa } from "../../support/own-ca.ts";
import { runCli } from "../../support/run-cli.ts";
import { casesOf } from "../short.ts";

const own = makeOwnCa();
let database: TestDatabase;
let resend: FakeResend;
let guarded: Server;
let proxy: FakeProxy;

/** The fake provider by TLS, under a name that only the proxy knows how to find. */
beforeAll(async () => {
  database = await createTestDatabase();
  resend = await startFakeResend({});
  const options = { key: readFileSync(own.key), cert: readFileSync(own.certificate) };
  guarded = createServer(options, async (request, response) => {
    const answer = await fetch(`${resend.url}${request.url}`, {
      headers: { authorization: request.headers.authorization ?? "" },
    });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  });
  await new Promise<void>((resolve) => guarded.listen(0, "127.0.0.1", resolve));
  const address = guarded.address();
  const port = typeof address === "object" && address ? address.port : 0;
  proxy = await startFakeProxy({
    "mail.provider.example:443": port,
    "plain.provider.example:80": resend.port,
  });
});

afterAll(async () => {
  await proxy?.close();
  guarded?.close();
  await resend?.close();
  await database?.close();
  own.close();
});

/** What the doctor says of the provider, asked at this address with these variables. */
async function examine(baseUrl: string, env: Record<string, string>): Promise<string> {
  const { stdout } = await runCli(["doctor", "--json"], {
    DATABASE_URL: database.url,
    MAIL_TRANSPORT: "resend",
    RESEND_API_KEY: "re_test",
    RESEND_BASE_URL: baseUrl,
    MAIL_FROM: "Paperboy <digest@paperboy.example>",
    MAIL_POSTAL_ADDRESS: "1 Example Street",
    PUBLIC_URL: "http://127.0.0.1:9",
    TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
    NODE_EXTRA_CA_CERTS: own.ca,
    ...env,
  });
  const lines: { check: string; message: string }[] = JSON.parse(stdout);
  return lines.find(({ check }) => check === "provider")?.message ?? "";
}

it("asks by a tunnel with the proxy's log-in, and hands plain http on", async () => {
  const address = proxy.url.replace("://", "://reader:p%40ss@");
  const logIn = `Basic ${Buffer.from("reader:p@ss").toString("base64")}`;
  expect(await examine("https://mail.provider.example", { HTTPS_PROXY: address })).toBe(
    "the key is accepted",
  );
  expect(proxy.asked.splice(0)).toContain(`CONNECT mail.provider.example:443 ${logIn}`);
  expect(await examine("http://plain.provider.example", { http_proxy: address })).toBe("the key is accepted");
  expect(proxy.asked.splice(0)).toContain(`GET http://plain.provider.example/domains?limit=100 ${logIn}`);
});

it("asks without it whom it is told to, and this machine itself", async () => {
  for (const NO_PROXY of casesOf([".example", "*"]))
    expect(await examine("https://mail.provider.example", { HTTPS_PROXY: proxy.url, NO_PROXY })).toBe(
      "The provider does not answer.",
    );
  expect(await examine(resend.url, { HTTP_PROXY: proxy.url })).toBe("the key is accepted");
  expect(proxy.asked).toEqual([]);
});
