import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { suppressionEntry } from "../../fakes/resend-lists.ts";
import { emptyTables } from "../../support/database.ts";
import { statusOf } from "../../support/delivering.ts";
import { type OnceStage, openOnceStage } from "../../support/once-stage.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";
import { editionIds } from "../../support/publishing.ts";
import { isShort } from "../short.ts";

const edition = "daily-2026-06-17";

let stage: OnceStage;

beforeAll(async () => {
  stage = await openOnceStage();
  stage.from.list("2026-06-17", 4);
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.closeSite();
  await stage.anew();
});

const mailedTo = () => stage.resend.mails.flatMap(({ to }) => to).sort();

it.skipIf(isShort)(
  "has nothing to do in an installation that has just begun, and nothing is wrong with that",
  async () => {
    await emptyTables(stage.ctx);
    const report = await stage.once();
    expect(report).toMatchObject({ editions: [], problems: [] });
    expect(await editionIds(stage.ctx)).toEqual([]);
  },
);

it.skipIf(isShort)(
  "leaves readers whose hour has not come to a later run, unless all are to be sent",
  async () => {
    await plantSubscribers(stage.ctx, 1, { hour: 20 }, "evening");
    await plantSubscribers(stage.ctx, 1, { hour: 4 }, "morning");
    await stage.openSite();
    expect((await stage.once({ isAll: false })).problems).toEqual([]);
    expect(mailedTo()).toEqual(["morning0@example.com"]);
    stage.clock.set("2026-06-18T20:01:00Z");
    expect((await stage.once({ isAll: false })).problems).toEqual([]);
    expect(mailedTo()).toEqual(["evening0@example.com", "morning0@example.com"]);
  },
);

it("publishes but seals nothing while no site answers, and mails once one does", async () => {
  await plantSubscribers(stage.ctx, 2);
  const report = await stage.once();
  expect(report.problems).toEqual([
    expect.stringMatching(/^No reader is mailed, since none could leave: PUBLIC_URL .* does not answer/),
  ]);
  expect(await statusOf(stage.ctx, edition)).toMatchObject({ state: "sending", pending: 2, sealed: 0 });
  expect(stage.resend.mails).toEqual([]);
  await stage.openSite();
  expect((await stage.once()).problems).toEqual([]);
  expect(mailedTo()).toEqual(["reader0@example.com", "reader1@example.com"]);
});

it("mails the operator's own addresses without a site, and those not again when it sends to all", async () => {
  await plantSubscribers(stage.ctx, 3, { hour: 20 });
  const report = await stage.once({ isAll: false, to: ["Reader1@example.com"] });
  expect(report.problems).toEqual([]);
  expect(mailedTo()).toEqual(["reader1@example.com"]);
  await stage.once({ isAll: false, to: ["reader1@example.com"] });
  expect(mailedTo()).toEqual(["reader1@example.com"]);
  await stage.openSite();
  expect((await stage.once()).problems).toEqual([]);
  expect(mailedTo()).toEqual(["reader0@example.com", "reader1@example.com", "reader2@example.com"]);
  expect(await statusOf(stage.ctx, edition)).toMatchObject({ state: "sent", planned: 3, submitted: 3 });
});

it.skipIf(isShort)("does not mail in the same run whom only the provider's own list names", async () => {
  await plantSubscribers(stage.ctx, 2);
  await stage.openSite();
  stage.options.suppressions = [suppressionEntry("reader0@example.com")];
  const report = await stage.once();
  expect(report.feedback).toMatchObject({ suppressed: 1 });
  expect(mailedTo()).toEqual(["reader1@example.com"]);
  expect(await statusOf(stage.ctx, edition)).toMatchObject({ submitted: 1, excluded: 1 });
});

it.skipIf(isShort)("sends nothing of an edition that waits for approval, which is no failure", async () => {
  await plantSubscribers(stage.ctx, 1);
  await stage.openSite();
  await stage.once();
  await stage.ctx.db.execute(sql`update editions set state = 'held'`);
  stage.resend.mails.length = 0;
  const report = await stage.once();
  expect(report.problems).toEqual([]);
  expect(report.notes).toEqual([expect.stringContaining(`${edition} is held`)]);
  expect(stage.resend.mails).toEqual([]);
});
