import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { retryFailed } from "../../../src/delivery/steer/retry-failed.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { type Fault, refuseWith } from "../../fakes/resend-faults.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

const dayMs = 24 * 3_600_000;

const second = { keywords: ["paper number 2"], maxPapers: 1 };
const fourth = { keywords: ["paper number 4"], maxPapers: 2, detail: "abstract" as const };

let resend: FakeResend;
let ctx: TestContext;
let site: WebServer;

beforeEach(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({ env: resendEnv(resend.url) });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});

afterEach(async () => {
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  await site.close();
  await ctx.close();
  await resend.close();
});

/** One reader, who follows the second paper, and an edition that waits for its batch. */
async function plant(): Promise<{ reader: string; editionId: string }> {
  const [reader = ""] = await plantSubscribers(ctx, 1, second);
  const { id: editionId } = await plantEdition(ctx);
  return { reader, editionId };
}

type Choice = Parameters<typeof updatePreferences>[1]["preferences"];

async function choose(subscriberId: string, preferences: Choice): Promise<void> {
  await updatePreferences(ctx, { subscriberId, preferences });
}

/** The one mail that the provider took. */
function mailed(): string {
  const [mail, ...others] = resend.mails;
  if (!mail?.html || others.length > 0) throw new Error("not one mail was taken");
  return mail.html;
}

async function open(path: string): Promise<string> {
  const answer = await fetch(new URL(path, site.url));
  expect(answer.status).toBe(200);
  return answer.text();
}

/** The page behind a link of a mail. */
function follow(html: string, path: string): Promise<string> {
  const link = new RegExp(`href="https://paperboy\\.example(/${path}\\?token=[^"#]+)`).exec(html)?.[1];
  if (link === undefined) throw new Error(`the mail has no link to ${path}`);
  return open(link);
}

/** A mail but for the tokens of its links, which are made anew. */
const withoutTokens = (html: string) => html.replaceAll(/(token|t)=[^"#]+/g, "$1=");

describe("a mail in the browser", () => {
  it("is what was mailed, whatever the reader chose since, with links that work now", async () => {
    const { reader } = await plant();
    await deliverDue(ctx);
    await choose(reader, fourth);
    ctx.clock.advance(500 * dayMs);
    const shown = await follow(mailed(), "view");
    expect(withoutTokens(shown)).toBe(withoutTokens(mailed()));
    expect(shown).toContain("Made-up paper number 2");
    expect(shown).not.toContain("Made-up paper number 4");
    await follow(shown, "preferences");
  });

  it("is what was mailed also while nobody knows whether the provider took it", async () => {
    const { reader, editionId } = await plant();
    resend.failNext({ kind: "reset", when: "after-acceptance" });
    await deliverDue(ctx);
    await choose(reader, fourth);
    expect(await statusOf(ctx, editionId)).toMatchObject({ sealed: 1 });
    expect(withoutTokens(await follow(mailed(), "view"))).toBe(withoutTokens(mailed()));
  });

  it.each<[string, Fault, boolean]>([
    ["a limit and a new choice", refuseWith("rate_limit_exceeded"), false],
    ["a refusal, a new choice and a retry", refuseWith("validation_error"), true],
  ])("is what was mailed in the end, after %s", async (_, fault, isRetried) => {
    const { reader, editionId } = await plant();
    resend.failNext(fault);
    await deliverDue(ctx);
    await choose(reader, fourth);
    if (isRetried) await retryFailed(ctx, editionId);
    ctx.clock.advance(10_000);
    await deliverDue(ctx);
    expect(mailed()).toContain("Made-up paper number 4");
    await choose(reader, second);
    expect(withoutTokens(await follow(mailed(), "view"))).toBe(withoutTokens(mailed()));
  });

  it("is by the preferences of now where nothing was mailed, or says that nothing is left", async () => {
    const { reader, editionId } = await plant();
    const claim = { subscriberId: reader, subject: editionId, now: ctx.clock.now() };
    const path = `/view?token=${makeLinkToken(ctx.config, "view", claim)}`;
    resend.failNext(refuseWith("validation_error"));
    await deliverDue(ctx);
    expect(await statusOf(ctx, editionId)).toMatchObject({ failed: 1 });
    await choose(reader, fourth);
    expect(await open(path)).toContain("Made-up paper number 4");
    await choose(reader, { keywords: ["no paper has these words"] });
    expect(await open(path)).toContain("With your current preferences, no paper of this edition is left.");
  });
});

it("a reader's own data names the papers that were mailed, and for what they were chosen", async () => {
  const { reader } = await plant();
  await choose(reader, { ...second, maxPapers: 2 });
  await deliverDue(ctx);
  await choose(reader, fourth);
  const claim = { subscriberId: reader, now: ctx.clock.now() };
  const data = JSON.parse(await open(`/export?token=${makeLinkToken(ctx.config, "preferences", claim)}`));
  expect(data.deliveries).toMatchObject([
    {
      state: "submitted",
      mailed: {
        detail: "summary",
        forYou: ["2606.10001"],
        because: ["“paper number 2”"],
        top: ["2606.10000"],
        late: [],
      },
    },
  ]);
});
