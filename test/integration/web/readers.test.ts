import { eq } from "drizzle-orm";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notices } from "../../../src/notices/tables.ts";
import { changeSettings } from "../../../src/settings/change-settings.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { findSubscriber, findSubscriberByKey, type Subscriber } from "../../../src/subscribers/store.ts";
import { consents } from "../../../src/subscribers/tables.ts";
import { makeToken, type TokenPurpose } from "../../../src/subscribers/tokens.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

const day = 24 * 60 * 60_000;

let ctx: TestContext;
let app: Hono;
beforeAll(async () => {
  ctx = await createTestContext();
  app = createApp(ctx);
});
afterAll(() => ctx.close());

const post = (
  path: string,
  fields: Record<string, string> | [string, string][],
  headers: Record<string, string> = {},
) =>
  app.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });

const postJson = (path: string, body: unknown) =>
  app.request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function reader(email: string): Promise<Subscriber> {
  const result = await addSubscriber(ctx, { email, source: "cli", consent: { wording: "x" } });
  if (result.kind !== "added") throw new Error(result.kind);
  return result.subscriber;
}

const token = (purpose: TokenPurpose, { id }: Subscriber) =>
  makeLinkToken(ctx.config, purpose, { subscriberId: id, now: ctx.clock.now() });

const stateOf = async ({ id }: Subscriber) => (await findSubscriber(ctx.db, id))?.state;
const mailsTo = ({ id }: Subscriber) => ctx.db.select().from(notices).where(eq(notices.subscriberId, id));

describe("the subscribe form", () => {
  test("leads to a confirmation by mail; following the link alone changes nothing, its button confirms", async () => {
    const answer = await post("/subscribe", { email: "new@example.com", timezone: "Europe/Berlin" });
    expect(answer.status).toBe(200);
    const subscriber = await findSubscriberByKey(ctx.db, "new@example.com");
    if (!subscriber) throw new Error("not written");
    expect(subscriber).toMatchObject({ state: "pending", timezone: "Europe/Berlin" });
    const link = token("confirm", subscriber);
    const opened = await app.request(`/confirm?token=${link}`);
    expect(await opened.text()).toContain("new@example.com");
    expect(await stateOf(subscriber)).toBe("pending");
    expect((await post("/confirm", { token: link })).status).toBe(200);
    expect(await stateOf(subscriber)).toBe("active");
    expect((await post("/confirm", { token: link })).status).toBe(200);
    expect((await mailsTo(subscriber)).map(({ kind }) => kind).sort()).toEqual(["confirm", "welcome"]);
  });

  test("keeps with each consent the words that the button said", async () => {
    const form = await (await app.request("/subscribe")).text();
    await post("/subscribe", { email: "agrees@example.com" });
    const subscriber = await findSubscriberByKey(ctx.db, "agrees@example.com");
    if (!subscriber) throw new Error("not written");
    const link = token("confirm", subscriber);
    const page = await (await app.request(`/confirm?token=${link}`)).text();
    await post("/confirm", { token: link });
    await post("/unsubscribe", { token: token("unsubscribe", subscriber) });
    const leaving = await (
      await post("/unsubscribe/reason", { token: token("unsubscribe", subscriber), reason: "never-asked" })
    ).text();
    expect(leaving).toContain("Your answer helps us");
    const kept = await ctx.db.select().from(consents).where(eq(consents.subscriberId, subscriber.id));
    const wordingOf = (action: string) => kept.find((one) => one.action === action)?.wording ?? "nothing";
    expect(form.replaceAll("&#x27;", "'")).toContain(wordingOf("requested"));
    expect(page).toContain(`<button type="submit">${wordingOf("confirmed")}</button>`);
    expect(wordingOf("left-because")).toBe("I never signed up");
  });

  test("keeps what the reader saw, also of a page from before the name changed, and shows anew what it never said", async () => {
    const page = await (await app.request("/subscribe")).text();
    const [, consent = ""] = /name="consent" value="([^"]+)"/.exec(page) ?? [];
    await changeSettings(ctx, { "brand.name": "Renamed Letter" });
    try {
      expect((await post("/subscribe", { email: "saw-before@example.com", consent })).status).toBe(200);
      const subscriber = await findSubscriberByKey(ctx.db, "saw-before@example.com");
      const kept = await ctx.db
        .select()
        .from(consents)
        .where(eq(consents.subscriberId, subscriber?.id ?? ""));
      expect(kept.map(({ wording }) => wording)).toEqual([expect.stringContaining("Paperboy's digest")]);

      const answer = await post("/subscribe", {
        email: "made-up@example.com",
        consent: `A${consent.slice(1)}`,
      });
      expect(answer.status).toBe(422);
      const again = await answer.text();
      expect(again).toContain("What you agree to has changed");
      expect(again).toContain("Renamed Letter&#x27;s digest");
      expect(again).toContain('value="made-up@example.com"');
      expect(await findSubscriberByKey(ctx.db, "made-up@example.com")).toBeNull();
    } finally {
      await changeSettings(ctx, { "brand.name": null });
    }
  });

  test("answers a reader and a stranger with the same bytes, status and headers", async () => {
    await reader("known@example.com");
    const answers = await Promise.all(
      ["known@example.com", "stranger@example.com", "known@example.com"].map((email) =>
        post("/subscribe", { email }),
      ),
    );
    const told = await Promise.all(
      answers.map(async (answer) =>
        JSON.stringify([answer.status, [...answer.headers], await answer.text()]),
      ),
    );
    expect(new Set(told).size).toBe(1);
  });

  test("does not tell readers from strangers by time", async () => {
    await reader("timed@example.com");
    const timeOf = async (email: string) => {
      const start = performance.now();
      await post("/subscribe", { email }, { "x-forwarded-for": "192.0.2.9" });
      return performance.now() - start;
    };
    const known = await timeOf("timed@example.com");
    const unknown = await timeOf("untimed@example.com");
    expect(Math.min(known, unknown)).toBeGreaterThanOrEqual(59);
  });

  test("speaks JSON to programs", async () => {
    expect((await postJson("/subscribe", { email: "json@example.com" })).status).toBe(202);
    const bad = await postJson("/subscribe", { email: "no address" });
    expect(bad.status).toBe(422);
    expect(await bad.json()).toMatchObject({ error: "invalid_address" });
    expect(await (await postJson("/subscribe", { email: "a@gmial.com" })).json()).toMatchObject({
      suggestion: "a@gmail.com",
    });
  });

  test("refuses what is no address, shows it again as text, and mails nobody", async () => {
    const answer = await post("/subscribe", { email: '"><script>alert(1)</script>' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).not.toContain("<script>alert");
    const injected = await post("/subscribe", { email: "a@example.com\r\nBcc: b@example.com" });
    expect(injected.status).toBe(422);
  });

  test("takes addresses in other alphabets and with a plus", async () => {
    await post("/subscribe", { email: "用户@例え.jp" });
    await post("/subscribe", { email: "plus+tag@example.com" });
    expect(await findSubscriberByKey(ctx.db, "用户@xn--r8jz45g.jp")).not.toBeNull();
    expect(await findSubscriberByKey(ctx.db, "plus+tag@example.com")).not.toBeNull();
  });

  test("does nothing for who fills the hidden field, and answers as always", async () => {
    const answer = await post("/subscribe", { email: "robot@example.com", homepage: "https://spam.example" });
    expect(answer.status).toBe(200);
    expect(await findSubscriberByKey(ctx.db, "robot@example.com")).toBeNull();
  });

  test("limits a client, says when to come back, and believes no invented forwarded address", async () => {
    const fresh = await createTestContext({ overrides: { sources: ctx.sources } });
    const limited = createApp(fresh);
    const statuses: number[] = [];
    for (let n = 0; n < 35; n++) {
      const answer = await limited.request("/subscribe", {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-forwarded-for": `198.51.100.${n}`,
        },
        body: `email=client${n}@example.com`,
      });
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
    await fresh.close();
  });
});

describe("a signed link", () => {
  test("works for its own purpose only, unaltered, with a key of now or of the rotation before", async () => {
    const subscriber = await reader("links@example.com");
    const { id: subscriberId } = subscriber;
    const claim = { subscriberId, subject: "", expiresAt: null };
    const status = async (text: string) => (await app.request(`/preferences?token=${text}`)).status;
    const good = token("preferences", subscriber);
    expect(await status(good)).toBe(200);
    expect(await status(token("unsubscribe", subscriber))).toBe(410);
    expect(await status(`${good}A`)).toBe(410);
    expect(await status(good.slice(0, -1))).toBe(410);
    expect(await status("x")).toBe(410);
    expect(await status(makeToken(["another-secret-of-at-least-32-bytes!!"], "preferences", claim))).toBe(
      410,
    );
    const rotated = createApp({
      ...ctx,
      config: { ...ctx.config, tokens: { secrets: ["n".repeat(40), ...ctx.config.tokens.secrets] } },
    });
    expect((await rotated.request(`/preferences?token=${good}`)).status).toBe(200);
  });

  test.each([
    "/confirm",
    "/preferences",
    "/unsubscribe",
    "/undo",
    "/view",
    "/export",
    "/erase",
  ])("of %s is kept from caches, referrers and search engines, also when it is refused", async (path) => {
    const { headers } = await app.request(`${path}?token=wrong`);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-robots-tag")).toContain("noindex");
  });
});

describe("preferencesMessages", () => {
  test("are saved and shown again, each field", async () => {
    const subscriber = await reader("choose@example.com");
    const link = token("preferences", subscriber);
    const answer = await post("/preferences", [
      ["token", link],
      ["cadence", "weekly"],
      ["hour", "21"],
      ["timezone", "Asia/Kolkata"],
      ["topics", "cs.CL"],
      ["topics", "stat.ML"],
      ["keywords", "diffusion models\r\nagents\r\n\r\n"],
      ["authors", "Ada Lovelace"],
      ["mutedKeywords", "<b>crypto</b>"],
      ["mutedAuthors", ""],
      ["organizations", "Moonshot AI\r\nFoo, Inc."],
      ["mutedOrganizations", "Meta"],
      ["fillUp", "no"],
      ["maxPapers", "7"],
      ["detail", "abstract"],
      ["minMatches", "2"],
      ["wantsRepeats", "yes"],
      ["pausedUntil", "2026-07-01"],
    ]);
    expect(answer.status).toBe(303);
    expect(await findSubscriber(ctx.db, subscriber.id)).toMatchObject({
      state: "paused",
      pausedUntil: "2026-07-01",
      cadence: "weekly",
      hour: 21,
      timezone: "Asia/Kolkata",
      topics: ["cs.CL", "stat.ML"],
      keywords: ["diffusion models", "agents"],
      authors: ["Ada Lovelace"],
      mutedKeywords: ["<b>crypto</b>"],
      organizations: ["Moonshot AI", "Foo, Inc."],
      mutedOrganizations: ["Meta"],
      fillUp: "no",
      maxPapers: 7,
      detail: "abstract",
      minMatches: 2,
      wantsLateRisers: false,
      wantsRepeats: true,
    });
    const html = await (await app.request(answer.headers.get("location") ?? "")).text();
    expect(html).toContain("Saved.");
    expect(html).toContain("&lt;b&gt;crypto&lt;/b&gt;");
  });

  test("that cannot be are refused with each reason, and nothing is saved", async () => {
    const subscriber = await reader("wrong@example.com");
    const answer = await post("/preferences", {
      token: token("preferences", subscriber),
      timezone: "Mars/Olympus",
      hour: "99",
      maxPapers: "1000",
      topics: "nonsense",
      cadence: "daily",
      keywords: "typed in vain",
    });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    for (const word of ["time zone", "hour", "number of papers", "topic"]) expect(html).toContain(word);
    expect(html).toContain("typed in vain</textarea>");
    expect(await findSubscriber(ctx.db, subscriber.id)).toMatchObject({
      timezone: "UTC",
      hour: 6,
      maxPapers: 10,
    });
  });

  test("a fresh link is mailed to who lost it, with the same answer for everybody", async () => {
    const subscriber = await reader("forgot@example.com");
    const known = await post("/preferences/link", { email: "forgot@example.com" });
    const unknown = await post("/preferences/link", { email: "nobody@example.com" });
    expect(await known.text()).toBe(await unknown.text());
    expect((await mailsTo(subscriber)).map(({ kind }) => kind)).toEqual(["preferences-link"]);
  });
});

describe("leaving", () => {
  test("GET shows a button and changes nothing, POST acts", async () => {
    const subscriber = await reader("leave@example.com");
    const link = token("unsubscribe", subscriber);
    for (const method of ["GET", "HEAD"]) await app.request(`/unsubscribe?token=${link}`, { method });
    expect(await stateOf(subscriber)).toBe("active");
    const left = await post("/unsubscribe", { token: link });
    expect(left.status).toBe(200);
    expect(await stateOf(subscriber)).toBe("unsubscribed");
    const undo =
      /action="\/undo" method="post"><input type="hidden" name="token" value="([^"]+)"/.exec(
        await left.text(),
      )?.[1] ?? "";
    await post("/unsubscribe/reason", { token: link, reason: "too-many" });
    const kept = await ctx.db.select().from(consents).where(eq(consents.subscriberId, subscriber.id));
    expect(kept.map(({ action }) => action)).toEqual(["added", "withdrawn", "left-because"]);
    expect((await post("/undo", { token: undo })).status).toBe(200);
    expect(await stateOf(subscriber)).toBe("active");
  });

  test("is undone with all as it was, a pause too, unless that has ended", async () => {
    const leaveAndUndo = async (subscriber: Subscriber, daysBetween: number) => {
      await post("/unsubscribe", { token: token("unsubscribe", subscriber) });
      const undo = token("undo", subscriber);
      ctx.clock.advance(daysBetween * day);
      await post("/undo", { token: undo });
      const { state, pausedUntil, keywords } = (await findSubscriber(ctx.db, subscriber.id)) ?? subscriber;
      return { state, pausedUntil, keywords };
    };
    const inDays = (days: number) =>
      new Date(ctx.clock.now().getTime() + days * day).toISOString().slice(0, 10);
    const paused = await reader("paused-leaver@example.com");
    const pause = { pausedUntil: inDays(20), keywords: "agents" };
    await post("/preferences", { token: token("preferences", paused), ...pause });
    const before = { state: "paused", pausedUntil: pause.pausedUntil, keywords: ["agents"] };
    expect(await leaveAndUndo(paused, 5)).toEqual(before);
    await post("/preferences", { token: token("preferences", paused), pausedUntil: inDays(2) });
    expect(await leaveAndUndo(paused, 3)).toEqual({ ...before, state: "active", pausedUntil: null });
  });

  test("ends a pause for who subscribes again later", async () => {
    const subscriber = await reader("paused-again@example.com");
    const tomorrow = new Date(ctx.clock.now().getTime() + day).toISOString().slice(0, 10);
    await post("/preferences", { token: token("preferences", subscriber), pausedUntil: tomorrow });
    await post("/unsubscribe", { token: token("unsubscribe", subscriber) });
    ctx.clock.advance(60_000);
    await post("/confirm", { token: token("confirm", subscriber) });
    expect(await findSubscriber(ctx.db, subscriber.id)).toMatchObject({ state: "active", pausedUntil: null });
  });

  test("one-click (RFC 8058) acts without cookie, origin or redirect, repeated, and months later", async () => {
    const subscriber = await reader("oneclick@example.com");
    const path = `/unsubscribe?token=${token("unsubscribe", subscriber)}`;
    ctx.clock.advance(200 * day);
    const click = () =>
      post(
        path,
        { "List-Unsubscribe": "One-Click" },
        { "sec-fetch-site": "cross-site", origin: "https://mail.example" },
      );
    for (let n = 0; n < 3; n++) {
      const answer = await click();
      expect(answer.status).toBe(200);
      expect(answer.headers.get("location")).toBeNull();
      expect(answer.headers.get("set-cookie")).toBeNull();
    }
    expect(await stateOf(subscriber)).toBe("unsubscribed");
    expect(await mailsTo(subscriber)).toEqual([]);
  });

  test("one-click works as multipart, and for who was erased", async () => {
    const subscriber = await reader("multipart@example.com");
    const path = `/unsubscribe?token=${token("unsubscribe", subscriber)}`;
    const body = new FormData();
    body.set("List-Unsubscribe", "One-Click");
    expect((await app.request(path, { method: "POST", body })).status).toBe(200);
    expect(await stateOf(subscriber)).toBe("unsubscribed");
    await post("/erase", { token: token("preferences", subscriber) });
    expect((await post(path, { "List-Unsubscribe": "One-Click" })).status).toBe(200);
  });

  test("the link of who left offers to take it back for a week; of who was erased it says that nothing comes", async () => {
    const subscriber = await reader("gone@example.com");
    const path = `/unsubscribe?token=${token("unsubscribe", subscriber)}`;
    await post(path, { "List-Unsubscribe": "One-Click" });
    expect(await (await app.request(path)).text()).toContain('action="/undo"');
    expect(await (await post(path, { instead: "weekly" })).text()).toContain("You are unsubscribed");
    ctx.clock.advance(8 * day);
    expect(await (await app.request(path)).text()).not.toContain('action="/undo"');
    await post("/erase", { token: token("preferences", subscriber) });
    const gone = await app.request(path);
    expect(gone.status).toBe(200);
    expect(await gone.text()).toContain("any more digests");
  });

  test("one-click with a forged token is refused", async () => {
    expect((await post("/unsubscribe?token=forged", { "List-Unsubscribe": "One-Click" })).status).toBe(410);
  });

  test("less instead: once a week, or a pause for a month", async () => {
    const subscriber = await reader("less@example.com");
    const link = token("unsubscribe", subscriber);
    await post("/unsubscribe", { token: link, instead: "weekly" });
    expect(await findSubscriber(ctx.db, subscriber.id)).toMatchObject({ state: "active", cadence: "weekly" });
    await post("/unsubscribe", { token: link, instead: "pause" });
    expect(await stateOf(subscriber)).toBe("paused");
    expect((await post("/unsubscribe", { token: link, instead: "nonsense" })).status).toBe(400);
  });
});

describe("own data", () => {
  test("is downloaded and erased by the link, and a link of an erased reader opens nothing", async () => {
    const subscriber = await reader("data@example.com");
    const link = token("preferences", subscriber);
    const file = await app.request(`/export?token=${link}`);
    expect(file.headers.get("content-disposition")).toContain("attachment");
    expect(await file.json()).toMatchObject({ subscriber: { email: "data@example.com" } });
    expect((await app.request(`/erase?token=${link}`)).status).toBe(200);
    expect(await stateOf(subscriber)).toBe("active");
    expect((await post("/erase", { token: link })).status).toBe(200);
    expect(await findSubscriber(ctx.db, subscriber.id)).toBeNull();
    expect((await post("/erase", { token: link })).status).toBe(200);
    expect((await app.request(`/preferences?token=${link}`)).status).toBe(410);
  });
});

describe("the link of a confirmation", () => {
  test("says to who opens it again, years later too, that they are subscribed", async () => {
    await post("/subscribe", { email: "again@example.com" });
    const subscriber = await findSubscriberByKey(ctx.db, "again@example.com");
    if (!subscriber) throw new Error("not written");
    const path = `/confirm?token=${token("confirm", subscriber)}`;
    await app.request(path, { method: "POST" });
    expect(await (await app.request(path)).text()).toContain(
      "This link was already used: you are subscribed.",
    );
    ctx.clock.advance(700 * day);
    const opened = await app.request(path);
    expect(opened.status).toBe(200);
    const html = await opened.text();
    expect(html).toContain("This link was already used: you are subscribed.");
    expect(html).not.toContain("preferences?token=");
    await post("/unsubscribe", { token: token("unsubscribe", subscriber) });
    expect((await app.request(path)).status).toBe(410);
  });

  test("and its button, and the link to come back, say the same when they are used again", async () => {
    await post("/subscribe", { email: "twice@example.com" });
    const subscriber = await findSubscriberByKey(ctx.db, "twice@example.com");
    if (!subscriber) throw new Error("not written");
    const said = "This link was already used: you are subscribed.";
    const confirm = token("confirm", subscriber);
    expect(await (await post("/confirm", { token: confirm })).text()).toContain(
      "A welcome email is on its way",
    );
    expect(await (await post("/confirm", { token: confirm })).text()).toContain(said);
    const unsubscribe = token("unsubscribe", subscriber);
    await post("/unsubscribe", { token: unsubscribe });
    expect(await (await post("/unsubscribe", { token: unsubscribe })).text()).toContain(
      "You are already unsubscribed",
    );
    const undo = token("undo", subscriber);
    expect(await (await post("/undo", { token: undo })).text()).toContain("Welcome back");
    expect(await (await post("/undo", { token: undo })).text()).toContain(said);
    ctx.clock.advance(30 * day);
    expect(await (await app.request(`/undo?token=${undo}`)).text()).toContain(said);
  });
});
