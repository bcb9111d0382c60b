import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { auditEntries } from "../../../src/audit/tables.ts";
import { readConfig } from "../../../src/config/env.ts";
import { listOpenNeeds } from "../../../src/console/open-needs.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { approveEdition, cancelEdition, pauseEdition } from "../../../src/delivery/steer/steer-edition.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { publishedWords } from "../../../src/publish/published-words.ts";
import { checkAlerts } from "../../../src/watch/alerts.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { publishAllDue, type SourcesOfDays, startSourcesOfDays } from "../../support/publishing.ts";

const clock = createTestClock("2026-06-17T20:00:00Z");
const id = "daily-2026-06-17";
let from: SourcesOfDays;
let all: TestContext;
let ctx: TestContext;

beforeAll(async () => {
  from = await startSourcesOfDays(clock);
  from.list("2026-06-17");
  all = await createTestContext({ clock, env: from.env, overrides: { sources: from.sources } });
});
afterAll(async () => {
  await all.close();
  await from.close();
});
beforeEach(async () => {
  await emptyTables(all);
  clock.set("2026-06-17T20:00:00Z");
  await plantSubscribers(all, 2);
});

/** Publishes the 17th by schedule, at 04:00 UTC of the 18th, in an installation that holds as these variables say. */
async function publishHeld(env: Record<string, string>): Promise<void> {
  const { hold } = readConfig({
    PUBLISH_HOLD: "daily",
    HOLD_UNTIL: "06:30",
    HOLD_TIMEZONE: "Europe/Berlin",
    ...env,
  });
  ctx = { ...all, config: { ...all.config, hold } };
  await dispatchDue(ctx);
  clock.set("2026-06-18T04:00:00Z");
  expect(await publishAllDue(ctx)).toEqual([`${id} published`]);
  expect(await statusOf(ctx, id)).toMatchObject({ state: "held", submitted: 0 });
}

/** What is told of held editions, once for each alert however often it is looked for. */
async function heldAlerts(): Promise<string[]> {
  for (let round = 0; round < 2; round += 1) await checkAlerts(ctx);
  const { rows } = await ctx.db.execute<{ message: string }>(
    sql`select message from alerts where kind = 'held-edition' and cleared_at is null order by id`,
  );
  return rows.map(({ message }) => message);
}

it("goes by itself at its deadline and not before, once, however many processes look", async () => {
  await publishHeld({ HOLD_THEN: "go" });
  const sentence = "goes by itself at 2026-06-18 04:30 UTC unless an operator decides before";
  expect((await statusOf(ctx, id)).stateReason).toBe(sentence);
  expect(await listOpenNeeds(ctx)).toMatchObject([{ message: `${id} waits for approval: it ${sentence}.` }]);
  clock.set("2026-06-18T04:29:59Z");
  await dispatchDue(ctx);
  expect((await statusOf(ctx, id)).state).toBe("held");
  clock.set("2026-06-18T04:30:00Z");
  await Promise.all([dispatchDue(ctx), dispatchDue(ctx), dispatchDue(ctx)]);
  expect(await statusOf(ctx, id)).toMatchObject({ state: "sending", stateReason: null });
  const acts = await ctx.db.select().from(auditEntries);
  expect(acts.filter(({ verb }) => verb === "edition.end-hold")).toMatchObject([
    { subject: id, actorKind: "program", after: { state: "sending" } },
  ]);
});

it("stays held past its deadline where it is to stay, and tells so once", async () => {
  await publishHeld({ HOLD_THEN: "stay" });
  expect(await heldAlerts()).toEqual([]);
  clock.set("2026-06-18T04:30:00Z");
  await dispatchDue(ctx);
  expect((await statusOf(ctx, id)).state).toBe("held");
  expect(await heldAlerts()).toEqual([`Nobody approved ${id} by 2026-06-18 04:30 UTC: it stays held.`]);
  clock.set("2026-06-18T09:00:00Z");
  expect(await heldAlerts()).toEqual([
    `Nobody approved ${id} by 2026-06-18 04:30 UTC: it stays held.`,
    `${id} waits for approval, and its first digests are due.`,
  ]);
  await approveEdition(ctx, id);
  expect(await heldAlerts()).toEqual([]);
});

it("tells before its deadline that its first digests are due, and what becomes of it", async () => {
  await plantSubscribers(all, 1, { wantsAtOnce: true }, "early");
  await publishHeld({ HOLD_THEN: "go" });
  expect(await heldAlerts()).toEqual([
    `${id} waits for approval, and its first digests are due: it goes by itself at 2026-06-18 04:30 UTC unless an operator decides before.`,
  ]);
});

it.each([
  ["paused", pauseEdition],
  ["cancelled", cancelEdition],
] as const)("does not go by itself once an operator has %s it", async (state, steer) => {
  await publishHeld({ HOLD_THEN: "go" });
  await steer(ctx, id, "a look");
  clock.set("2026-06-18T05:00:00Z");
  await dispatchDue(ctx);
  expect((await statusOf(ctx, id)).state).toBe(state);
});

it("is paused by the breaker at its deadline, as at an approval, while feedback on earlier ones holds it", async () => {
  await publishHeld({ HOLD_THEN: "go" });
  const before = await plantEdition(ctx, { period: "2026-06-16" });
  await ctx.db.execute(sql`
    insert into delivery_reports (edition_id, subscriber_id, outcome, heard_at)
    select ${before.id}, gen_random_uuid(), 'complained', ${clock.now()} from generate_series(1, 5)`);
  await ctx.db.execute(sql`
    update batches set state = 'settled', submitted = 600, settled_at = ${clock.now()}, first_attempt_at = ${clock.now()}
    where edition_id = ${before.id}`);
  await ctx.db.execute(sql`update deliveries set state = 'submitted', submitted_at = ${clock.now()}
    where edition_id = ${before.id}`);
  clock.set("2026-06-18T04:30:00Z");
  await dispatchDue(ctx);
  expect(await statusOf(ctx, id)).toMatchObject({ state: "paused", isPausedByBreaker: true });
});

it("is published by hand as the installation holds, unless that is said, and says what becomes of it", async () => {
  await publishHeld({ HOLD_THEN: "go" });
  const again = await publishEdition(ctx, {
    cadence: "daily",
    period: "2026-06-17",
    isHeld: null,
    isNow: false,
  });
  expect(publishedWords(again, { isHeld: null })).toBe(
    `It is held and goes by itself at 2026-06-18 04:30 UTC unless an operator decides before: \`paperboy approve --edition ${id}\` lets it go at once.`,
  );
});

it("tells in the trail that it was held and until when it goes, and once who made its mails due before their hours", async () => {
  await publishHeld({ HOLD_THEN: "go" });
  await ctx.db.execute(sql`update deliveries set due_at = '2026-06-18T09:00:00Z'`);
  const hasten = { cadence: "daily", period: "2026-06-17", isHeld: null, isNow: true } as const;
  for (let round = 0; round < 2; round += 1) await publishEdition(ctx, hasten);
  expect(await ctx.db.select().from(auditEntries).orderBy(auditEntries.id)).toMatchObject([
    { verb: "edition.publish", subject: id, after: { isHeld: true, goesAt: "2026-06-18T04:30:00.000Z" } },
    { verb: "edition.hasten", subject: id, after: { advanced: 2 } },
  ]);
});
