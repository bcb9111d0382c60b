import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importSubscribers } from "../../../src/subscribers/lists/import-subscribers.ts";
import { findSubscriberByKey } from "../../../src/subscribers/store.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());

const run = (addresses: string[], isDryRun = false) =>
  importSubscribers(ctx, {
    lines: Readable.from([`email\n${addresses.join("\n")}\n`]),
    consent: "Signed the list at the seminar.",
    isDryRun,
  });

describe("an import", () => {
  it.each([true, false])("names the line of a domain in look-alike letters, dry run %s", async (isDryRun) => {
    const report = await run(
      ["ada@paypal.com", "раypal@раypal.com", "bob@xn--gmil-63d.com", "eva@müller.de", "ivan@почта.рф"],
      isDryRun,
    );
    expect(report).toMatchObject({ read: 5, refusedCount: 2 });
    expect(report.refused.map(({ line }) => line)).toEqual([3, 4]);
    expect(report.refused[0]?.reason).toMatch(
      /^its domain looks like paypal\.com, .* write it anew if paypal\.com is meant/,
    );
    expect(report.refused[1]?.reason).toContain("looks like gmail.com");
  });

  it("imports none of them, and those that look like themselves", async () => {
    await run(["cyd@раypal.com", "eve@müller.de"]);
    expect(await findSubscriberByKey(ctx.db, "cyd@xn--ypal-43d9g.com")).toBeNull();
    expect(await findSubscriberByKey(ctx.db, "eve@xn--mller-kva.de")).toMatchObject({ state: "active" });
  });

  it("knows the domains that are frequent among its readers and in the list", async () => {
    // Wholly in Cyrillic letters, which alone is nothing odd.
    const alike = "reader@хосе.com";
    expect(await run([alike], true)).toMatchObject({ refusedCount: 0 });
    const colleagues = Array.from({ length: 5 }, (_, n) => `reader${n}@xoce.com`);
    expect((await run([...colleagues, alike], true)).refused).toMatchObject([{ line: 7 }]);
    await run(colleagues);
    expect((await run([alike])).refused).toMatchObject([
      { line: 2, reason: expect.stringContaining("looks like xoce.com") },
    ]);
  });
});
