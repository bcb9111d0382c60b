import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Context, createContext } from "../../../src/context.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { mailSite } from "../../../src/delivery/plan/plan-deliveries.ts";
import { deliverBatch } from "../../../src/delivery/send/deliver-batch.ts";
import { batches } from "../../../src/delivery/tables.ts";
import { compileDigest } from "../../../src/digest/compile.ts";
import { templateOf } from "../../../src/digest/edition-templates.ts";
import { findNewestSet, insertCompiledSet } from "../../../src/digest/store.ts";
import { details, type Edition } from "../../../src/editions/edition.ts";
import { requireSubscriberByAddress } from "../../../src/publish/draft-mail.ts";
import { findMailedDigest } from "../../../src/publish/mailed-digest.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { refuseWith } from "../../fakes/resend-faults.ts";
import { createTestContext, type TestContext, testConfig } from "../../support/context.ts";
import { deliverDue, oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { rankedPapers } from "../../support/ranked-papers.ts";

let resend: FakeResend;
let ctx: TestContext;
let other: TestContext;

/** Two workers on one database, each with a cache of its own. */
beforeEach(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({ env: resendEnv(resend.url) });
  const second = await createContext(testConfig(ctx.databaseUrl, resendEnv(resend.url)), {
    clock: ctx.clock,
  });
  other = { ...second, clock: ctx.clock, databaseUrl: ctx.databaseUrl };
});
afterEach(async () => {
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  await other.close();
  await ctx.close();
  await resend.close();
});

/** Compiles an edition once more, with other titles. */
async function compileAnew(db: Context["db"], edition: Edition): Promise<void> {
  const papers = edition.papers.map((paper) => ({ ...paper, title: `Anew: ${paper.title}` }));
  const templates = details.map((detail) => compileDigest({ ...edition, papers }, detail, mailSite(ctx)));
  await insertCompiledSet(db, edition.id, await Promise.all(templates));
}

/** As a worker of the release before leaves an edition: it knows of no sets. */
async function forgetSets(): Promise<void> {
  await ctx.db.execute(sql`update batches set set_id = null`);
  await ctx.db.execute(sql`update edition_templates set set_id = null`);
  await ctx.db.execute(sql`delete from compiled_sets`);
}

async function plant(): Promise<Edition> {
  await plantSubscribers(ctx, 2, { detail: "title" }, "brief");
  await plantSubscribers(ctx, 2, { detail: "abstract" }, "whole");
  return plantEdition(ctx);
}

async function loseNextAnswer(): Promise<{ setId: string | null; bodyHash: string | null }> {
  resend.failNext({ kind: "reset", when: "before-acceptance" });
  await deliverDue(ctx);
  const [sealed] = await ctx.db.select().from(batches);
  if (!sealed) throw new Error("no batch");
  ctx.clock.advance(120_000);
  return sealed;
}

async function shownTo(email: string, edition: Edition): Promise<string> {
  return (
    (await findMailedDigest(other, edition.id, await requireSubscriberByAddress(other, email)))?.html ?? ""
  );
}

const mailTo = (email: string) => resend.mails.find(({ to }) => [to].flat().includes(email))?.html ?? "";
const withoutTokens = (html: string) => html.replaceAll(/(?<=[?&](?:token|t)=)[^"#]+/g, "");

/** Every mail that was taken is of one set, and the same mail is shown in the browser. */
async function expectTaken(edition: Edition, emails: string[], isAnew: boolean): Promise<void> {
  for (const email of emails) {
    expect(mailTo(email).includes("Anew: Made-up paper"), email).toBe(isAnew);
    expect(withoutTokens(await shownTo(email, edition))).toBe(withoutTokens(mailTo(email)));
  }
}

const everybody = ["brief0@example.com", "brief1@example.com", "whole0@example.com", "whole1@example.com"];

describe("a request of unknown outcome", () => {
  it("is made again with the set of its seal, by workers that have a newer one at hand", async () => {
    const edition = await plant();
    const sealed = await loseNextAnswer();
    expect(sealed.setId).toBe(await findNewestSet(ctx.db, edition.id));
    await compileAnew(ctx.db, edition);
    for (const worker of [ctx, other])
      expect((await worker.editions.newest(edition.id)).setId).not.toBe(sealed.setId);
    await deliverDue(other);
    expect(await statusOf(ctx, edition.id)).toMatchObject({ state: "sent", submitted: 4 });
    const [settled] = await ctx.db.select().from(batches);
    expect(settled).toMatchObject({ setId: sealed.setId, bodyHash: sealed.bodyHash });
    await expectTaken(edition, everybody, false);
  });

  it("that names no set is made again with its edition's first", async () => {
    const edition = await plant();
    const { bodyHash } = await loseNextAnswer();
    await ctx.db.update(batches).set({ setId: null });
    await compileAnew(ctx.db, edition);
    await ctx.editions.newest(edition.id);
    await deliverDue(ctx);
    expect(await statusOf(ctx, edition.id)).toMatchObject({ state: "sent", submitted: 4 });
    expect((await ctx.db.select().from(batches))[0]?.bodyHash).toBe(bodyHash);
    await expectTaken(edition, everybody, false);
  });
});

describe("a seal", () => {
  it("is made with the newest set, by a worker that has an older one at hand", async () => {
    const edition = await plant();
    await oneBatchEach(ctx, edition.id);
    const [first, ...later] = await ctx.db.select().from(batches);
    await deliverBatch(ctx, first?.id ?? "");
    const taken = everybody.filter((email) => mailTo(email) !== "");
    expect(taken).toHaveLength(1);
    await compileAnew(ctx.db, edition);
    await deliverDue(ctx);
    expect(await statusOf(ctx, edition.id)).toMatchObject({ state: "sent", submitted: 1 + later.length });
    await expectTaken(edition, taken, false);
    await expectTaken(
      edition,
      everybody.filter((email) => !taken.includes(email)),
      true,
    );
  });

  it("that does not bind is made anew with the newest set", async () => {
    const edition = await plant();
    resend.failNext(refuseWith("rate_limit_exceeded", { retryAfterSeconds: 1 }));
    await deliverDue(ctx);
    await compileAnew(ctx.db, edition);
    ctx.clock.advance(120_000);
    await deliverDue(ctx);
    expect(await statusOf(ctx, edition.id)).toMatchObject({ state: "sent", submitted: 4 });
    await expectTaken(edition, everybody, true);
  });

  it("waits for a set that is being laid down, and is made with that", async () => {
    const edition = await plant();
    await ctx.editions.newest(edition.id);
    const [batch] = await ctx.db.select().from(batches);
    let delivered: Promise<unknown> = Promise.resolve();
    await other.db.transaction(async (tx) => {
      await tx.execute(sql`select from editions where id = ${edition.id} for update`);
      await compileAnew(tx, edition);
      delivered = deliverBatch(ctx, batch?.id ?? "");
      await vi.waitUntil(isAnybodyWaiting, { interval: 5, timeout: 60_000 });
    });
    await delivered;
    expect(await statusOf(ctx, edition.id)).toMatchObject({ state: "sent", submitted: 4 });
    await expectTaken(edition, everybody, true);
  });

  it("of an edition without sets is made with what it has, sent and shown again", async () => {
    const edition = await plant();
    await forgetSets();
    await deliverDue(ctx);
    expect(await statusOf(ctx, edition.id)).toMatchObject({ state: "sent", submitted: 4 });
    await expectTaken(edition, everybody, false);
  });

  it("keeps what its papers are about, weighed by how many of all papers hold the words, and groups by it", async () => {
    await ctx.db.execute(sql`
      insert into search_lexemes (lexeme, papers) values ('', 1000), ('privaci', 10), ('quantiz', 400)`);
    await plantSubscribers(ctx, 1);
    const about = ["privacy", "quantization"];
    const ranked = rankedPapers(10).map((one, index) => ({
      ...one,
      paper: { ...one.paper, title: `Of ${about[index % 2]}, ${one.paper.title}` },
    }));
    const { id } = await plantEdition(ctx, { ranked });
    const { templates } = await ctx.editions.newest(id);
    expect(templateOf(templates, { detail: "summary" }).facts.themes?.map(({ label }) => label)).toEqual([
      "privacy",
      "quantization",
      "Computation and Language (cs.CL)",
    ]);
    await deliverDue(ctx);
    const text = resend.mails[0]?.text ?? "";
    expect(text.replace(/\s+/g, " ")).toContain("Mostly about privacy and quantization. 10 papers.");
    expect([...text.matchAll(/number (\d+)$/gm)].map(([, number]) => Number(number))).toEqual([
      1, 2, 3, 4, 6, 8, 10, 5, 7, 9,
    ]);
    expect(text.match(/^(?:Quantization|Privacy)$/gm)).toEqual(["Quantization", "Privacy"]);
  });
});

async function isAnybodyWaiting(): Promise<boolean> {
  const { rows } = await other.db.execute(
    sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
}
