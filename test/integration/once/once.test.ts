import { afterAll, beforeAll, expect, it } from "vitest";
import { type OnceStage, openOnceStage } from "../../support/once-stage.ts";
import { plantSubscribers } from "../../support/planted-edition.ts";

const edition = "daily-2026-06-17";

let stage: OnceStage;

beforeAll(async () => {
  stage = await openOnceStage();
  stage.from.list("2026-06-17", 4);
});
afterAll(() => stage.close());

it("collects, publishes and sends to all in one run, and nothing again in the next", async () => {
  await stage.anew();
  await plantSubscribers(stage.ctx, 12, { hour: 20 });
  await stage.openSite();
  const report = await stage.once();
  expect(report.problems).toEqual([]);
  expect(report.editions).toMatchObject([
    { editionId: edition, state: "sent", isNew: true, inThisRun: { submitted: 12, failed: 0 } },
  ]);
  expect(new Set(stage.resend.mails.flatMap(({ to }) => to)).size).toBe(12);
  const again = await stage.once();
  expect(again).toMatchObject({ editions: [], problems: [] });
  expect(stage.resend.mails).toHaveLength(12);
});
