import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { batches } from "../../../src/delivery/tables.ts";
import { nothingSeen } from "../../../src/digest/seen-papers.ts";
import { freezePaper } from "../../../src/editions/freeze-edition.ts";
import { eraseSubscriber } from "../../../src/privacy/erase-subscriber.ts";
import { draftEdition } from "../../../src/publish/draft-edition.ts";
import { draftMail, requireSubscriberByAddress } from "../../../src/publish/draft-mail.ts";
import { markPaper } from "../../../src/taste/mark-paper.ts";
import type { MarkKind } from "../../../src/taste/marks-store.ts";
import { findStoredProfile } from "../../../src/taste/profile-store.ts";
import {
  recomputeProfile,
  recomputeProfiles,
  removeProfileTerm,
} from "../../../src/taste/recompute-profile.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, resendEnv } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { rankedPapers } from "../../support/ranked-papers.ts";
import { writePapers } from "../../support/site-papers.ts";

let resend: FakeResend;
let ctx: TestContext;
beforeAll(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({ env: resendEnv(resend.url) });
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});

const law = "Courts read contracts: statutes and clauses of law";
const subjects = [
  "robots grasp cups",
  "proteins fold quickly",
  "speech becomes music",
  "tumors seen by radiology",
];

/** Papers collected before: four about law, and forty about other things. */
const earlier = [...rankedPapers(4, 20_000), ...rankedPapers(40, 30_000)].map((ranked, n) =>
  retitled(ranked, n < 4 ? law : (subjects[n % subjects.length] ?? "")),
);
/** The edition's: one about law among others. */
const today = rankedPapers(8, 40_000).map((ranked, n) =>
  retitled(ranked, n === 5 ? law : (subjects[n % subjects.length] ?? "")),
);

function retitled(ranked: ReturnType<typeof rankedPapers>[number], title: string) {
  return { ...ranked, title, paper: { ...ranked.paper, title } };
}

const idOf = (place: number) => earlier[place]?.id ?? "";
const lawIds = [0, 1, 2].map(idOf);

let reader: string;
beforeEach(async () => {
  await emptyTables(ctx);
  await writePapers(ctx.db, [...earlier, ...today].map(freezePaper));
  [reader = ""] = await plantSubscribers(ctx, 1, { keywords: ["proteins"], fillUp: "no" });
});

async function mark(paperIds: string[], kind: MarkKind = "more"): Promise<void> {
  for (const paperId of paperIds) await markPaper(ctx, { subscriberId: reader, paperId, kind, isSet: true });
  await recomputeProfile(ctx, reader);
}

const profile = () => findStoredProfile(ctx.db, reader);
const lexemes = async () => (await profile())?.terms.map(({ lexeme }) => lexeme) ?? [];

describe("the profile of a reader", () => {
  it("holds the words of what was marked as they are written, and is made anew to the same", async () => {
    await mark(lawIds);
    const first = await profile();
    expect(first).toMatchObject({ marks: 3, removed: [] });
    expect(first?.spread).toBeGreaterThan(0);
    expect(first?.terms.map(({ word }) => word)).toEqual(
      expect.arrayContaining(["courts", "contracts", "statutes", "clauses"]),
    );
    expect(await recomputeProfiles(ctx)).toBe(1);
    expect(await profile()).toEqual(first);
  });

  it("is without a word that the reader took out, also after more marks and a night", async () => {
    await mark(lawIds.slice(0, 1));
    expect(await lexemes()).toContain("statut");
    await removeProfileTerm(ctx, { subscriberId: reader, lexeme: "statut" });
    await removeProfileTerm(ctx, { subscriberId: reader, lexeme: "statut" });
    expect(await lexemes()).not.toContain("statut");
    await mark(lawIds);
    await recomputeProfiles(ctx);
    expect(await lexemes()).not.toContain("statut");
    expect(await profile()).toMatchObject({ removed: ["statut"], marks: 3 });
  });

  it("goes with the last mark, and is of nobody who marked nothing", async () => {
    await recomputeProfile(ctx, reader);
    expect(await profile()).toBeNull();
    await mark(lawIds.slice(0, 1));
    await markPaper(ctx, { subscriberId: reader, paperId: idOf(0), kind: "more", isSet: false });
    await recomputeProfile(ctx, reader);
    expect(await profile()).toBeNull();
  });

  it("goes with its reader, and does not come back", async () => {
    await mark(lawIds);
    await eraseSubscriber(ctx, { subscriberId: reader });
    await recomputeProfile(ctx, reader);
    expect(await recomputeProfiles(ctx)).toBe(0);
    expect((await ctx.db.execute(sql`select from taste_profiles`)).rows).toEqual([]);
  });
});

describe("a seal", () => {
  const mailed = () => resend.mails.at(-1)?.html ?? "";

  it("joins a paper that is like what was marked, and says why", async () => {
    await mark(lawIds);
    await plantEdition(ctx, { ranked: today });
    await deliverDue(ctx);
    expect(mailed()).toContain("like what you\u00a0marked: ");
    expect(mailed().indexOf("proteins fold")).toBeLessThan(mailed().indexOf("Courts read"));
  });

  it("is foreseen by what an operator looks at before", async () => {
    await mark(lawIds);
    await plantEdition(ctx, { ranked: today });
    const draft = await draftEdition(ctx, { cadence: "daily", period: "2026-06-17" });
    const subscriber = await requireSubscriberByAddress(ctx, "reader0@example.com");
    const drafted = await draftMail(ctx, draft, { reader: subscriber, subscriber, seen: nothingSeen });
    expect(drafted).toMatchObject({ mail: { html: expect.stringContaining("Courts read") } });
  });

  it("knows nothing of marks where a release before froze the edition", async () => {
    await mark(lawIds);
    await plantEdition(ctx, { ranked: today });
    await ctx.db.execute(sql`delete from edition_vectors`);
    await deliverDue(ctx);
    expect(mailed()).toContain("proteins fold");
    expect(mailed()).not.toContain("Courts read");
  });

  it("joins nothing for a reader who only wants less", async () => {
    await mark(lawIds, "less");
    await plantEdition(ctx, { ranked: today });
    await deliverDue(ctx);
    expect(mailed()).toContain("proteins fold");
    expect(mailed()).not.toContain("Courts read");
  });

  it("keeps its bytes when an answer is lost and the profile has changed meanwhile", async () => {
    await mark(lawIds);
    await plantEdition(ctx, { ranked: today });
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverDue(ctx);
    const [sealed] = await ctx.db.select().from(batches);
    await mark(lawIds, "less");
    ctx.clock.advance(120_000);
    await deliverDue(ctx);
    const [sent] = await ctx.db.select().from(batches);
    expect(sent).toMatchObject({ state: "settled", bodyHash: sealed?.bodyHash });
    expect(mailed()).toContain("Courts read");
  });
});
