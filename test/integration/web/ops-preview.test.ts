import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mailNames } from "../../../src/preview/mail-choice.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { createOpsClient, type OpsClient } from "../../support/ops-client.ts";
import { plantEdition } from "../../support/planted-edition.ts";

let ctx: TestContext;
let site: WebServer;
let tab: OpsClient;
beforeAll(async () => {
  ctx = await createTestContext({ env: { OPS_PASSWORD: "a password of the operators" } });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
  tab = createOpsClient(site.url);
  await tab.logIn("a password of the operators");
  await plantEdition(ctx, { period: "2026-06-16", papers: 3 });
  await plantEdition(ctx, { period: "2026-06-17", isHeld: true });
  await plantEdition(ctx, { cadence: "weekly", period: "2026-W24" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});

/** The addresses of the page's links of a preview, as a browser would follow them. */
const linksIn = (page: string) =>
  [...page.matchAll(/href="(\/ops\/preview\?[^"]*)"/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));

test("each mail, reader and alert is one click away, and every click shows a mail or says why there is none", async () => {
  const links = new Set(linksIn(await tab.page("/ops/preview")));
  const named = [...links].map((link) => new URLSearchParams(link.split("?")[1]).get("mail"));
  expect(mailNames.filter((mail) => mail !== "digest" && !named.includes(mail))).toEqual([]);
  // All alerts are one template; each is worded in a unit test.
  const isOneOfMany = (link: string) => /alert=(?!disk-full)/.test(link) && !link.includes("mail=alert-over");
  for (const link of [...links].filter((one) => !isOneOfMany(one))) {
    const page = await tab.page(link);
    expect(page, link).toMatch(/<h2>[^<]+<\/h2>|No mail would go to this reader/);
    expect(page, link).not.toContain('role="alert"');
  }
});

test("a mail is told with its row in three lists, its links, headers and what clients lack", async () => {
  const page = await tab.page("/ops/preview?date=2026-06-17");
  for (const client of ["Gmail in a browser", "Apple Mail on a phone", "Outlook on a desk"])
    expect(page).toContain(client);
  expect(page).toContain("https://arxiv.org/abs/");
  expect(page).toContain("List-Unsubscribe-Post");
  expect(page).toContain("https://www.caniemail.com/features/css-at-media/");
  expect(page).toContain("Nothing to say against it.");
});

test("pictures stay away where they are turned off, and the source is text", async () => {
  const policyOf = async (query: string) =>
    (await tab.get(`/ops/preview/mail?date=2026-06-17${query}`)).headers.get("content-security-policy");
  expect(await policyOf("")).toMatch(/img-src [^;]*https:/);
  expect(await policyOf("&pictures=off")).toContain("img-src 'none'");
  const source = await tab.get("/ops/preview/source?date=2026-06-17");
  expect(source.headers.get("content-type")).toContain("text/plain");
  const eml = await tab.get("/ops/preview/eml?mail=goodbye");
  expect(eml.headers.get("content-type")).toBe("message/rfc822");
  expect(await eml.text()).toContain("Subject: ");
});

test("the edition before stands beside it on demand", async () => {
  const page = await tab.page("/ops/preview?date=2026-06-17&beside=last");
  expect(page).toContain("The mail: daily-2026-06-16");
  expect(await tab.page("/ops/preview?date=2026-06-16&beside=last")).not.toContain("The mail: daily-");
});

test("a single mail is sent as it is shown, and a form that is refused keeps its choice", async () => {
  const path = "/ops/preview?mail=goodbye&language=de";
  const page = await tab.page(path);
  const [, seen = ""] = /name="seen" value="([^"]*)"/.exec(page) ?? [];
  const action = path.replace("/preview", "/preview/send-test");
  expect((await tab.submit(action, { to: "me@example.com", seen })).status).toBe(303);
  const { rows } = await ctx.db.execute<{ html: string }>(
    sql`select html from outbox_mails where recipient = 'me@example.com' and subject like '[Test] %'`,
  );
  expect(rows[0]?.html).toContain('lang="de"');
  const refused = await tab.submit(action, { to: "nonsense", seen });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('name="mail" value="goodbye"');
});

test("only a page that follows its process names it", async () => {
  const name = await (await tab.get("/ops/preview/process")).text();
  expect(await tab.page("/ops/preview?follow=1")).toContain(`data-process="${name}"`);
  expect(await tab.page("/ops/preview")).not.toContain("data-process");
});
