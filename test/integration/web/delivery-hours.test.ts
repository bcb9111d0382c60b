import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { findSubscriber, findSubscriberByKey } from "../../../src/subscribers/store.ts";
import { createApp } from "../../../src/web/app.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

let ctx: TestContext;
let app: ReturnType<typeof createApp>;
let reader: string;

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T12:00:00Z" });
  app = createApp(ctx);
  [reader = ""] = await plantSubscribers(ctx, 2, { timezone: "Asia/Kolkata", hour: 7 });
});
afterAll(() => ctx.close());

const token = () => makeLinkToken(ctx.config, "preferences", { subscriberId: reader, now: ctx.clock.now() });
const post = (path: string, fields: Record<string, string>) =>
  app.request(path, { method: "POST", body: new URLSearchParams(fields) });

describe("the hour of delivery", () => {
  it("is beside what it means where the reader lives", async () => {
    const html = await (await app.request(`/preferences?token=${token()}`)).text();
    expect(html).toContain(
      "Editions are ready at 09:30 your time (Asia/Kolkata); 10:00 is the earliest fresh one.",
    );
    expect(html).toContain("At 07:00, an edition is 21.5 hours old.");
  });

  it("is told for choices that are not saved yet, which changes nothing", async () => {
    const chosen = { timezone: "Pacific/Apia", cadence: "weekly", hour: "18" };
    const answer = await post("/preferences/hour-note", { token: token(), ...chosen });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.text()).toBe(
      "The next weekly edition is ready on Monday at 17:00 your time (Pacific/Apia); 17:00 is the earliest fresh one.",
    );
    expect(await findSubscriber(ctx.db, reader)).toMatchObject({ timezone: "Asia/Kolkata", hour: 7 });
    for (const [field, value] of [
      ["timezone", "Mars/Olympus"],
      ["cadence", "hourly"],
      ["hour", "24"],
    ] as const)
      expect((await post("/preferences/hour-note", { token: token(), [field]: value })).status).toBe(422);
    expect((await post("/preferences/hour-note", { token: "none", ...chosen })).status).toBe(410);
  });

  it("of a new reader is the first fresh one of their morning", async () => {
    await post("/subscribe", { email: "new@example.com", timezone: "Asia/Kolkata" });
    expect(await findSubscriberByKey(ctx.db, "new@example.com")).toMatchObject({ hour: 10 });
    expect(await (await app.request("/subscribe")).text()).toContain("04:00 UTC</time>");
  });

  it("may be as soon as the edition is out: then it is due when it is published, and others wait", async () => {
    const saved = await post("/preferences", { token: token(), hour: "at-once" });
    expect(saved.status).toBeLessThan(400);
    // A release before goes on at the hour that they had.
    expect(await findSubscriber(ctx.db, reader)).toMatchObject({ wantsAtOnce: true, hour: 7 });
    const { id, publishedAt } = await plantEdition(ctx, { isAtHours: true });
    const { rows } = await ctx.db.execute<{ isOwn: boolean; isNow: boolean }>(sql`
      select subscriber_id = ${reader}::uuid as "isOwn", due_at = ${publishedAt} as "isNow"
      from deliveries where edition_id = ${id} order by 1`);
    expect(rows).toEqual([
      { isOwn: false, isNow: false },
      { isOwn: true, isNow: true },
    ]);
    await post("/preferences", { token: token(), hour: "8" });
    expect(await findSubscriber(ctx.db, reader)).toMatchObject({ wantsAtOnce: false, hour: 8 });
  });
});
