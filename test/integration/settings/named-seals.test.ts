import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { createContext } from "../../../src/context.ts";
import { listBrokenLedgers } from "../../../src/delivery/ledger/status-store.ts";
import { batches } from "../../../src/delivery/tables.ts";
import { changeSettings } from "../../../src/settings/change-settings.ts";
import { startFakeResend } from "../../fakes/fake-resend.ts";
import { createTestContext, testConfig } from "../../support/context.ts";
import { deliverDue, resendEnv, statusOf } from "../../support/delivering.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";

it("a batch that a worker sealed which knows no names is made again with its bytes, and only that", async () => {
  const resend = await startFakeResend({});
  const env = resendEnv(resend.url);
  const ctx = await createTestContext({ env });
  const newer = await createContext(testConfig(ctx.databaseUrl, env), { clock: ctx.clock });
  try {
    await plantSubscribers(ctx, 1);
    await changeSettings(ctx, { "brand.name": "Acme Digest" });
    const edition = await plantEdition(ctx);
    // As that worker reads the set: it passes over the field.
    await ctx.db.execute(sql`update edition_templates set compiled = compiled - 'name'`);
    resend.failNext({ kind: "reset", when: "before-acceptance" });
    await deliverDue(ctx);
    const [sealed] = await ctx.db.select().from(batches);
    expect(sealed).toMatchObject({ state: "sealed", attempts: 1, declined: 0 });
    await ctx.db.execute(sql`update edition_templates set compiled = compiled || '{"name": "Acme Digest"}'`);
    ctx.clock.advance(120_000);
    await deliverDue({ ...newer, clock: ctx.clock, databaseUrl: ctx.databaseUrl });
    expect(await statusOf(ctx, edition.id)).toMatchObject({ state: "sent", submitted: 1 });
    const [settled] = await ctx.db.select().from(batches);
    expect(settled).toMatchObject({ state: "settled", bodyHash: sealed?.bodyHash });
    expect(resend.mails).toMatchObject([{ from: "Paperboy <digest@paperboy.example>" }]);
    expect(await listBrokenLedgers(ctx.db)).toEqual([]);
  } finally {
    await newer.close();
    await ctx.close();
    await resend.close();
  }
});
