import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { samplePapers } from "../../../seeds/sample-day.ts";
import { seedSample } from "../../../seeds/seed.ts";
import { addSubscriber } from "../../../src/subscribers/add-subscriber.ts";
import { makeLinkToken } from "../../../src/subscribers/links.ts";
import { suppressAddress } from "../../../src/subscribers/suppressions/suppress-address.ts";
import { unsubscribe } from "../../../src/subscribers/unsubscribe.ts";
import { updatePreferences } from "../../../src/subscribers/update-preferences.ts";
import { startWebServer, type WebServer } from "../../../src/web/server.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { plantEdition } from "../../support/planted-edition.ts";
import { rankedPapers } from "../../support/ranked-papers.ts";

let ctx: TestContext;
let site: WebServer;
let count = 0;
let reader: { id: string; email: string };

beforeAll(async () => {
  ctx = await createTestContext({ now: "2026-06-18T12:00:00Z" });
  site = await startWebServer(ctx, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await site.close();
  await ctx.close();
});
beforeEach(async () => {
  count += 1;
  const email = `reader${count}@preview.example`;
  const added = await addSubscriber(ctx, { email, source: "test", consent: { wording: "a test" } });
  if (added.kind === "refused") throw new Error(added.reason);
  reader = { id: added.subscriber.id, email };
});

/** What the frame of the preferences page shows for a choice; of what is saved when none is given. */
async function preview(choice?: Record<string, string>): Promise<string> {
  const token = makeLinkToken(ctx.config, "preferences", { subscriberId: reader.id, now: ctx.clock.now() });
  const answer = choice
    ? await fetch(`${site.url}/preferences/preview`, {
        method: "POST",
        body: new URLSearchParams({ token, ...choice }),
      })
    : await fetch(`${site.url}/preferences/preview?token=${token}`);
  expect(answer.status).toBe(200);
  return answer.text();
}

it("says that no edition has been published, where no papers are collected either", async () => {
  expect(await preview()).toContain("No edition has been published yet.");
});

it("shows the digest, and no reason, when it would come", async () => {
  await plantEdition(ctx, { period: "2026-06-17" });
  const page = await preview();
  expect(page).toContain("/unsubscribe?token=");
  expect(page).not.toMatch(/role="note"|get nothing|get no digest/);
});

it.each([
  [{ keywords: "no such word anywhere" }, "No paper of the latest edition matches your choices"],
  [{ topics: "math.AG" }, "No paper of the latest edition matches your choices"],
  [{ keywords: "paper", minMatches: "50" }, "Fewer than 50 papers of the latest edition match your choices"],
  [{ mutedKeywords: "paper" }, "What you mute or got before leaves no paper of the latest edition"],
  [{ hour: "99" }, "These choices cannot be saved"],
])("gives the true reason why a choice brings nothing: %j", async (choice, words) => {
  const page = await preview(choice);
  expect(page).toContain(words);
  expect(page).not.toContain("/unsubscribe?token=");
});

it("says of a pause, chosen or saved, that nothing comes before its end, and shows what comes then", async () => {
  const chosen = await preview({ pausedUntil: "2026-07-01" });
  expect(chosen).toContain("paused: you&#x27;ll get nothing before 1 July 2026.");
  expect(chosen).toContain("/unsubscribe?token=");
  await updatePreferences(ctx, { subscriberId: reader.id, preferences: {}, pausedUntil: "2026-08-01" });
  expect(await preview()).toContain("nothing before 1 August 2026.");
  expect(await preview({ pausedUntil: "" })).not.toContain("get nothing");
});

it.each([
  ["bounce", "email to it came back"],
  ["complaint", "reported as spam"],
  ["provider", "our email provider refuses it"],
  ["operator", "the operators of this site stopped email to it"],
] as const)("says to whom nothing is mailed for a %s that it is so, whatever they choose", async (reason, words) => {
  await suppressAddress(ctx, { email: reader.email, reason, explanation: null });
  expect(await preview()).toContain(words);
  const page = await preview({ keywords: "no such word anywhere" });
  expect(page).toContain(words);
  expect(page).toContain("No paper of the latest edition matches your choices");
});

it("says to who left that nothing comes, also when they choose a pause", async () => {
  await unsubscribe(ctx, { subscriberId: reader.id, source: "page" });
  for (const choice of [undefined, { pausedUntil: "2026-07-01" }])
    expect(await preview(choice)).toContain(
      "You are unsubscribed: you&#x27;ll get nothing until you subscribe again.",
    );
});

it("says to who chose topics that they could not be applied where arXiv was away", async () => {
  const ranked = rankedPapers(3, 80_000).map((one) => ({
    ...one,
    paper: { ...one.paper, categories: [], primaryCategory: null },
  }));
  await plantEdition(ctx, { cadence: "weekly", period: "2026-W23", ranked });
  const unknown = "the topics of some are unknown";
  expect(await preview({ cadence: "weekly", topics: "cs.CL" })).toContain(unknown);
  expect(await preview({ cadence: "weekly", topics: "cs.CL", minMatches: "9" })).toContain(unknown);
  expect(await preview({ cadence: "weekly" })).not.toContain(unknown);
});

it("counts as matches only papers from which mails choose", async () => {
  const ranked = rankedPapers(3, 70_000).map((paper, index) => ({
    ...paper,
    section: index < 2 ? ("top" as const) : ("further" as const),
    rank: index + 1,
  }));
  await plantEdition(ctx, { cadence: "weekly", period: "2026-W24", ranked });
  const choice = { cadence: "weekly", keywords: "paper" };
  expect(await preview({ ...choice, minMatches: "2" })).toContain("/unsubscribe?token=");
  expect(await preview({ ...choice, minMatches: "3" })).toContain(
    "Fewer than 3 papers of the latest edition match your choices",
  );
});

it("makes the digest of a cadence without editions from what was collected, and says so", async () => {
  await seedSample(ctx);
  const page = await preview({ cadence: "monthly" });
  expect(page).toContain("No monthly edition has been published yet: this is what yours would be");
  expect(page).toContain(samplePapers[0]?.title ?? "nothing");
  expect(page).toContain("June 2026");
  const none = await preview({ cadence: "monthly", keywords: "no such word anywhere" });
  expect(none).toContain("No monthly edition has been published yet");
  expect(none).toContain("No paper of the latest edition matches your choices");
});
