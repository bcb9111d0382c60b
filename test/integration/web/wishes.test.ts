import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { findSubscriberByKey } from "../../../src/subscribers/store.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { createApp } from "../../../src/web/app.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { resendEnv } from "../../support/delivering.ts";

// What a name's page asks to follow reaches the preferences of who reads already by a mailed link, and is saved by them.

const email = "ada@example.com";

let resend: FakeResend;
let ctx: TestContext;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({ env: resendEnv(resend.url) });
  app = createApp(ctx);
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  resend.mails.length = 0;
});

const textOf = async (path: string) => (await app.request(path)).text();
const post = (path: string, fields: Record<string, string>) =>
  app.request(path, { method: "POST", body: new URLSearchParams(fields) });

/** Path and query of the link in the last mail. */
async function mailedLink(path: string): Promise<string> {
  await deliverNotices(ctx);
  const text = resend.mails.at(-1)?.text ?? "";
  return (
    /(?:^|\s)https?:\/\/[^/\s]+(\/[^\s]+)/.exec(text.slice(text.indexOf(`${path}?`) - 60))?.[1] ?? "none"
  );
}

async function addReader(): Promise<string> {
  const result = await addSubscriber(ctx, { email, source: "cli", consent: { wording: "x" } });
  if (result.kind !== "added") throw new Error(result.kind);
  const { id } = result.subscriber;
  await updatePreferences(ctx, { subscriberId: id, preferences: { authors: ["Grace Hopper"] } });
  return id;
}

const kept = async () => (await findSubscriberByKey(ctx.db, email))?.authors;

test.each([
  "/subscribe",
  "/preferences/link",
])("who reads already finds a wish filled in by the link that %s mails, and saves it or not", async (path) => {
  await addReader();
  const wish = "authors=Ada+Lovelace&authors=grace+hopper&topics=cs.CL&topics=nonsense";
  const form = await textOf(`${path}?${wish}`);
  expect(form).toContain('<input type="hidden" name="authors" value="Ada Lovelace"/>');
  if (path === "/subscribe") expect(form).toContain("/preferences/link?authors=Ada+Lovelace");
  const answer = await post(path, { email, authors: "Ada Lovelace; grace hopper" });
  expect(await answer.text()).not.toContain("Lovelace");
  const link = await mailedLink("/preferences");
  expect(link).toContain("authors=Ada+Lovelace");
  const page = await textOf(link);
  expect(page).toContain("Filled in below, and not saved yet: Ada Lovelace.");
  expect(page).toMatch(/name="authors"[^>]*>Grace Hopper\nAda Lovelace<\/textarea>/);
  expect(page).toContain('data-not-saved=""');
  await textOf(/src="(\/preferences\/preview[^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "none");
  expect(await kept()).toEqual(["Grace Hopper"]);

  const token = /token=([\w-]+)/.exec(link)?.[1] ?? "none";
  const saved = await post("/preferences", { token, authors: "Grace Hopper\nAda Lovelace" });
  expect(saved.headers.get("location")).toBe(`/preferences?token=${token}&saved=yes`);
  expect(await kept()).toEqual(["Grace Hopper", "Ada Lovelace"]);
  // What is followed by now is nothing to save.
  expect(await textOf(link)).not.toContain("not saved yet");
});

test("who did not confirm yet finds a later wish filled in after they did", async () => {
  await post("/subscribe", { email });
  ctx.clock.advance(3_600_000);
  await post("/subscribe", { email, authors: "Ada Lovelace" });
  const link = await mailedLink("/confirm");
  expect(await textOf(link)).toContain('<input type="hidden" name="authors" value="Ada Lovelace"/>');
  const token = /token=([\w-]+)/.exec(link)?.[1] ?? "none";
  const confirmed = await (await post("/confirm", { token, authors: "Ada Lovelace" })).text();
  const path = /href="(\/preferences\?[^"]+)"/.exec(confirmed)?.[1]?.replaceAll("&amp;", "&") ?? "none";
  expect(await textOf(path)).toContain("not saved yet: Ada Lovelace.");
  expect(await kept()).toEqual([]);
});

test("a wish that a stranger writes into an address grows no page and no mail", async () => {
  await addReader();
  const hostile = `authors=${"x".repeat(3_000)}&keywords=<script>alert(1)</script>${"&topics=cs.CL".repeat(150)}`;
  expect(await textOf(`/preferences/link?${hostile}`)).not.toContain("<script>alert");
  await post("/preferences/link", { email, authors: "a\r\nBcc: eve@example.com", keywords: "x".repeat(101) });
  expect(await mailedLink("/preferences")).toMatch(/&authors=a&authors=Bcc%3A\+eve%40example\.com$/);
  // The link of a mail is one that the site takes, however much is wished.
  ctx.clock.advance(3_600_000);
  const many = Array.from({ length: 5 }, (_, at) => `${at}${"名".repeat(99)}`).join(";");
  await post("/preferences/link", { email, authors: many, organizations: many, keywords: many });
  const link = await mailedLink("/preferences");
  expect(link.length).toBeLessThan(1_800);
  expect((await app.request(link)).status).toBe(200);
});
