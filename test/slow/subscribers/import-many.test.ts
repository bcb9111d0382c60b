import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { importSubscribers } from "../../../src/subscribers/lists/import-subscribers.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());

it("an import of a hundred thousand lines needs bounded memory", async () => {
  const total = 100_000;
  function* lines() {
    yield "email,timezone,hour,topics\n";
    for (let n = 0; n < total; n++) yield `reader${n}@many.example,Europe/Berlin,${n % 24},cs.CL|cs.LG\n`;
  }
  const before = process.memoryUsage().rss;
  let progress = 0;
  const report = await importSubscribers(ctx, {
    lines: Readable.from(lines()),
    consent: "Signed the list at the seminar, 2026-06-01.",
    isDryRun: false,
    onProgress: (read) => {
      progress = read;
    },
  });
  expect(report).toMatchObject({ read: total, imported: total, refusedCount: 0 });
  expect(progress).toBe(total);
  expect(process.memoryUsage().rss - before).toBeLessThan(120 * 1024 * 1024);
});
