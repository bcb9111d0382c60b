import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { reviseEdition } from "../../../src/delivery/steer/revise-edition.ts";
import { batches } from "../../../src/delivery/tables.ts";
import { listRevisions } from "../../../src/editions/revisions-store.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { emptyTables } from "../../support/database.ts";
import { deliverDue, oneBatchEach, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { numberedPapers } from "../../support/ranked-papers.ts";
import { runCli } from "../../support/run-cli.ts";
import { openEarlierRelease } from "../earlier-release.ts";
import { casesOf } from "../short.ts";

const before = openEarlierRelease("before");

let resend: FakeResend;
let ctx: TestContext;
/** Other readers in each test, since the provider counts who gets an edition twice. */
let tests = 0;
beforeAll(async () => {
  resend = await startFakeResend({});
  ctx = await createTestContext({ env: resendEnv(resend.url) });
});
afterAll(async () => {
  await ctx.close();
  await resend.close();
});
beforeEach(async () => {
  await emptyTables(ctx);
  resend.mails.length = 0;
  tests += 1;
  // Other processes have the machine's clock.
  ctx.clock.set(new Date().toISOString());
});
afterEach(async () => {
  expect(resend.stats().duplicates).toBe(0);
  expect(await listBrokenLedgers(ctx.db)).toEqual([]);
});

const env = (changes: Record<string, string> = {}) => ({
  DATABASE_URL: ctx.databaseUrl,
  TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
  PUBLIC_URL: "https://paperboy.example",
  MAIL_FROM: "Paperboy <digest@paperboy.example>",
  MAIL_REPLY_TO: "editor@paperboy.example",
  MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
  DISPATCH_EVERY_MS: "500",
  LOG_LEVEL: "silent",
  ...resendEnv(resend.url),
  ...changes,
});

const edits = { dropped: [{ paperId: "2606.90001", reason: "withdrawn" }], first: ["2606.90003"] };

const plantReaders = (count: number) => plantSubscribers(ctx, count, {}, `of-test${tests}-`);
const plant = () => plantEdition(ctx, { ranked: numberedPapers([1, 2, 3]) });

const mailed = () =>
  resend.mails
    .map(({ text }) =>
      [...(text ?? "").matchAll(/^ *\d+\. Made-up paper number (\d+)$/gm)].map(([, n]) => n).join(" "),
    )
    .toSorted();

/** Revises an edition in another process. @returns how that ended: its code, or the signal that killed it. */
function reviseApart(editionId: string, crashAt: string): Promise<number | NodeJS.Signals | null> {
  const script = fileURLToPath(new URL("revise-once.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, editionId, "1", JSON.stringify(edits)], {
    env: {
      PATH: process.env.PATH ?? "",
      HOME: process.env.HOME ?? "",
      ...env({ PAPERBOY_CRASH_AT: crashAt }),
    },
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
}

describe("a process that dies", () => {
  const steps: [string, number][] = [
    ["revision-uncommitted", 0],
    ["revised", 1],
  ];
  it.each(
    casesOf(steps),
  )("at %s leaves the edition whole, and the same edits make one revision", async (step, kept) => {
    await plantReaders(2);
    const { id } = await plant();
    expect(await reviseApart(id, step)).toBe("SIGKILL");
    expect(await listRevisions(ctx.db, id)).toHaveLength(kept);
    expect(await reviseEdition(ctx, id, { expectedRevision: 1, edits })).toMatchObject({ revision: 2 });
    expect(await listRevisions(ctx.db, id)).toHaveLength(1);
    await deliverDue(ctx);
    expect(mailed()).toEqual(["3 2", "3 2"]);
  });

  it.each(
    casesOf(["seal-uncommitted", "before-seal", "sealed"]),
  )("at %s, after a revision, leaves its batch to another, which seals it as edited", async (step) => {
    await plantReaders(1);
    const { id } = await plant();
    await ctx.editions.newest(id);
    await reviseEdition(ctx, id, { expectedRevision: 1, edits });
    await runCli(["worker", "--queues", "dispatch,deliver"], env({ PAPERBOY_CRASH_AT: step }));
    expect(await statusOf(ctx, id)).toMatchObject({ submitted: 0 });
    ctx.clock.set(new Date(Date.now() + 60_000).toISOString());
    await deliverDue(ctx);
    expect(mailed()).toEqual(["3 2"]);
  });
});

describe.skipIf(before === null)("a worker of the release before, beside an edited edition", () => {
  it("repeats what is sealed, byte for byte, seals nothing of it, and leaves the rest to the others", async () => {
    await plantReaders(3);
    const { id } = await plant();
    await oneBatchEach(ctx, id);
    // One as it was frozen and one as edited may have left; the third is not sealed.
    await putOff(1);
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverDue(ctx);
    await reviseEdition(ctx, id, { expectedRevision: 1, edits });
    await putOff(-1, 1);
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverDue(ctx);
    const sealed = await hashes();
    expect(sealed).toHaveLength(2);
    await putOff(-1);
    await ctx.db.execute(sql`update batches set next_attempt_at = null, leased_until = null`);
    const worker = before?.start(["worker", "--queues", "dispatch,deliver"], env());
    try {
      await vi.waitUntil(async () => (await statusOf(ctx, id)).submitted === 2, {
        timeout: 120_000,
        interval: 50,
      });
    } finally {
      expect(await worker?.stop()).toBe(0);
    }
    expect(await hashes()).toEqual(sealed);
    expect(mailed()).toEqual(["1 2 3", "3 2"]);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "sending", pending: 1 });
    ctx.clock.set(new Date(Date.now() + 60_000).toISOString());
    await deliverDue(ctx);
    expect(mailed()).toEqual(["1 2 3", "3 2", "3 2"]);
    expect(await statusOf(ctx, id)).toMatchObject({ state: "sent", submitted: 3 });
  });

  const hashes = async () =>
    (await ctx.db.select().from(batches))
      .flatMap(({ id, bodyHash, setId }) => (bodyHash === null ? [] : [{ id, bodyHash, setId }]))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));

  /** Makes planned batches but the first due so many days later, or earlier; at most so many. */
  async function putOff(days: number, most = 2): Promise<void> {
    await ctx.db.execute(sql`update batches set due_at = due_at + ${days} * interval '1 day' where id in (
      select id from batches where state = 'planned' order by id ${days > 0 ? sql`offset 1` : sql``} limit ${most})`);
  }
});
