import { afterAll, beforeAll, expect, it } from "vitest";
import { type FigureSource, findFigures, renewFigures } from "../../../src/console/kept-figures-store.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());

const minute = 60_000;
const later = (ms: number) => new Date(Date.UTC(2026, 5, 17, 6) + ms);

/** Something that grows with each count. */
function growing(name: string, isLarge: boolean): FigureSource<{ count: number }> {
  let count = 0;
  return { name, count: async () => ({ count: ++count }), isLarge: () => isLarge };
}

it("keeps what is large, and counts it anew when it has grown old", async () => {
  const source = growing("large", true);
  const told = async (ms: number) => (await findFigures(ctx.db, source, later(ms))).figures.count;
  expect(await told(0)).toBe(1);
  expect(await told(4 * minute)).toBe(1);
  expect(await told(6 * minute)).toBe(2);
  await renewFigures(ctx.db, source, later(6.5 * minute));
  expect(await told(6.5 * minute)).toBe(2);
  await Promise.all([9, 9, 9].map((minutes) => renewFigures(ctx.db, source, later(minutes * minute))));
  expect(await told(9 * minute)).toBe(3);
});

it("says when it was counted", async () => {
  const source = growing("told", true);
  await findFigures(ctx.db, source, later(0));
  expect(await findFigures(ctx.db, source, later(minute))).toMatchObject({
    countedAt: later(0),
    isKept: true,
  });
});

it("says of figures that are being counted anew when they were counted themselves", async () => {
  const source = growing("slow", true);
  await findFigures(ctx.db, source, later(0));
  await renewFigures(
    ctx.db,
    {
      ...source,
      count: async () => {
        expect((await findFigures(ctx.db, source, later(4 * minute))).countedAt).toEqual(later(0));
        return { count: 2 };
      },
    },
    later(4 * minute),
  );
  expect((await findFigures(ctx.db, source, later(4 * minute))).countedAt).toEqual(later(4 * minute));
});

it("counts what is small at each look", async () => {
  const source = growing("small", false);
  expect((await findFigures(ctx.db, source, later(0))).figures.count).toBe(1);
  expect(await findFigures(ctx.db, source, later(1))).toMatchObject({ figures: { count: 2 }, isKept: false });
  await renewFigures(ctx.db, source, later(10 * minute));
  expect(await findFigures(ctx.db, source, later(10 * minute))).toMatchObject({ isKept: false });
});
