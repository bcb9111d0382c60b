import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliverNotices } from "../../../src/delivery/notices/deliver-notices.ts";
import { batches } from "../../../src/delivery/tables.ts";
import { requireSubscriberByAddress } from "../../../src/publish/draft-mail.ts";
import { findMailedDigest } from "../../../src/publish/mailed-digest.ts";
import { previewForSubscriber } from "../../../src/publish/preview-for-subscriber.ts";
import { confirmSubscription } from "../../../src/subscribers/confirm-subscription.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { consents, subscribers } from "../../../src/subscribers/tables.ts";
import type { TokenPurpose } from "../../../src/subscribers/tokens.ts";
import { createApp } from "../../../src/web/app.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { deliverDue, resendEnv } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let resend: FakeResend;
let ctx: TestContext;
beforeEach(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({ env: resendEnv(resend.url) });
});
afterEach(async () => {
  await ctx.close();
  await resend.close();
});

const mailTo = (email: string) => resend.mails.find(({ to }) => [to].flat().includes(email));

describe("a digest", () => {
  it("is in the language that its reader chose, beside others in one request", async () => {
    await plantSubscribers(ctx, 1, { language: "de" }, "leser");
    await plantSubscribers(ctx, 1, {}, "reader");
    const edition = await plantEdition(ctx, { papers: 3 });
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverDue(ctx);
    const [sealed] = await ctx.db.select().from(batches);
    ctx.clock.advance(120_000);
    await deliverDue(ctx);
    expect((await ctx.db.select().from(batches))[0]?.bodyHash).toBe(sealed?.bodyHash);

    const german = mailTo("leser0@example.com");
    expect(german?.html).toContain('<html dir="ltr" lang="de">');
    expect(german?.html).toContain("Mittwoch, 17. Juni 2026");
    expect(german?.html).toMatch(/<h3[^>]* lang="en"/);
    expect(german?.text).toContain("Abbestellen:");
    const english = mailTo("reader0@example.com");
    expect(english?.html).toContain('<html dir="ltr" lang="en">');
    expect(english?.text).toContain("Unsubscribe:");

    const shown = await findMailedDigest(
      ctx,
      edition.id,
      await requireSubscriberByAddress(ctx, "leser0@example.com"),
    );
    expect(shown?.subject).toBe(german?.subject);
  });

  it("of an edition from before anybody read that language is in the default one, and previewed in the chosen one", async () => {
    await plantSubscribers(ctx, 1);
    await plantEdition(ctx, { papers: 3 });
    await ctx.db
      .update(subscribers)
      .set({ language: "de" })
      .where(eq(subscribers.email, "reader0@example.com"));
    const reader = await requireSubscriberByAddress(ctx, "reader0@example.com");
    expect((await previewForSubscriber(ctx, reader)).html).toContain('lang="de"');
    await deliverDue(ctx);
    expect(mailTo("reader0@example.com")?.html).toContain('<html dir="ltr" lang="en">');
  });
});

describe("a reader who subscribes from a German page", () => {
  it("is asked and welcomed in German, and reads the pages of their links so", async () => {
    const app = createApp(ctx);
    await app.request("/subscribe", {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "accept-language": "de-DE,de;q=0.9,en;q=0.5",
      },
      body: "email=neu%40example.com",
    });
    await deliverNotices(ctx);
    expect(mailTo("neu@example.com")?.subject).toMatch(/^Bestätigen Sie Ihr Abonnement/);
    const { id } = await requireSubscriberByAddress(ctx, "neu@example.com");
    const token = (purpose: "confirm" | "preferences") =>
      makeLinkToken(ctx.config, purpose, { subscriberId: id, now: ctx.clock.now() });
    await confirmSubscription(ctx, { token: token("confirm") });
    resend.mails.length = 0;
    await deliverNotices(ctx);
    expect(mailTo("neu@example.com")?.html).toContain("Ihr Digest kommt an jedem Tag");

    const page = await app.request(`/preferences?token=${token("preferences")}`, {
      headers: { "accept-language": "en" },
    });
    const html = await page.text();
    expect(html).toContain('<html lang="de">');
    expect(html).toContain("Stichwörter verfolgen");
  });

  it("is answered in German behind every link, in a browser that asks for English, and agrees in German", async () => {
    const [reader = ""] = await plantSubscribers(ctx, 1, { language: "de" }, "leser");
    const app = createApp(ctx);
    const token = (purpose: TokenPurpose) =>
      makeLinkToken(ctx.config, purpose, { subscriberId: reader, now: ctx.clock.now() });
    const asked = { "accept-language": "en", "content-type": "application/x-www-form-urlencoded" };
    const steps: [method: string, path: string, purpose: TokenPurpose][] = [
      ["GET", "/confirm", "confirm"],
      ["POST", "/confirm", "confirm"],
      ["GET", "/unsubscribe", "unsubscribe"],
      ["POST", "/unsubscribe", "unsubscribe"],
      ["GET", "/unsubscribe", "unsubscribe"],
      ["GET", "/undo", "undo"],
      ["POST", "/undo", "undo"],
      ["GET", "/erase", "preferences"],
      ["POST", "/erase", "preferences"],
    ];
    const languages: string[] = [];
    for (const [method, path, purpose] of steps) {
      const query = `token=${token(purpose)}`;
      const answer =
        method === "GET"
          ? await app.request(`${path}?${query}`, { headers: asked })
          : await app.request(path, { method, headers: asked, body: query });
      const [, language] = /<html lang="(\w+)"/.exec(await answer.text()) ?? [];
      languages.push(`${method} ${path} ${answer.status} ${language}`);
      if (path !== "/undo" || method !== "POST") continue;
      const given = await ctx.db.select().from(consents).where(eq(consents.subscriberId, reader));
      expect(given.map(({ wording }) => wording)).toEqual(
        expect.arrayContaining(["Senden Sie mir keinen Digest mehr", "Senden Sie mir den Digest wieder"]),
      );
    }
    expect(languages).toEqual(steps.map(([method, path]) => `${method} ${path} 200 de`));
  });
});
