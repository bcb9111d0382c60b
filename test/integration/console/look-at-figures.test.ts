import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type FigureSource, renewFigures } from "../../../src/console/kept-figures-store.ts";
import { lookAtFigures } from "../../../src/console/look-at-figures.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";

let ctx: TestContext;
beforeAll(async () => {
  ctx = await createTestContext();
});
afterAll(() => ctx.close());

const minute = 60_000;
const later = (ms: number) => new Date(Date.UTC(2026, 5, 17, 6) + ms);

type Count = { count: number };

/** Something that grows with each count. */
function growing(name: string, isLarge: boolean): FigureSource<Count> {
  let count = 0;
  return {
    name,
    count: async () => ({ count: ++count }),
    mayBeLarge: async () => isLarge,
    isLarge: () => isLarge,
    renewedMs: 3 * minute,
  };
}

function look(source: FigureSource<Count>, ms: number) {
  ctx.clock.set(later(ms).toISOString());
  return lookAtFigures(ctx, source);
}

it("keeps what is large, and counts it anew when it has grown old", async () => {
  const source = growing("large", true);
  await renewFigures(ctx.db, source, later(0));
  expect(await look(source, 5 * minute)).toEqual({
    figures: { count: 1 },
    countedAt: later(0),
    isKept: true,
  });
  await renewFigures(ctx.db, source, later(2 * minute));
  expect((await look(source, 5 * minute))?.figures.count).toBe(1);
  await Promise.all([9, 9, 9].map((minutes) => renewFigures(ctx.db, source, later(minutes * minute))));
  expect((await look(source, 9 * minute))?.figures.count).toBe(2);
});

it("tells old figures at once, with their time, and counts them anew meanwhile", async () => {
  const source = growing("old", true);
  await renewFigures(ctx.db, source, later(0));
  expect(await look(source, 60 * minute)).toMatchObject({ figures: { count: 1 }, countedAt: later(0) });
  await vi.waitFor(async () =>
    expect(await look(source, 60 * minute)).toMatchObject({
      figures: { count: 2 },
      countedAt: later(60 * minute),
    }),
  );
});

it("does not wait for long for what was never counted, and has it later", async () => {
  let isDone = () => {};
  const done = new Promise<void>((resolve) => {
    isDone = resolve;
  });
  const source = { ...growing("slow", true), count: () => done.then(() => ({ count: 7 })) };
  expect(await look(source, 0)).toBeNull();
  isDone();
  await vi.waitFor(async () => expect((await look(source, 0))?.figures.count).toBe(7));
});

it("has later also what was little and took long to count", async () => {
  let isDone = () => {};
  const done = new Promise<void>((resolve) => {
    isDone = resolve;
  });
  let counts = 0;
  // Whoever counted it again would wait for ever.
  const count = () => (++counts === 1 ? done.then(() => ({ count: 7 })) : new Promise<Count>(() => {}));
  const source = { ...growing("dear", false), mayBeLarge: async () => true, count };
  expect(await look(source, 0)).toBeNull();
  isDone();
  await vi.waitFor(async () => expect(await look(source, 0)).toMatchObject({ figures: { count: 7 } }));
});

it("says of figures that are being counted anew when they were counted themselves", async () => {
  const source = growing("told", true);
  await renewFigures(ctx.db, source, later(0));
  const during: (Date | undefined)[] = [];
  const count = async () => {
    during.push((await look(source, 4 * minute))?.countedAt);
    return { count: 2 };
  };
  await renewFigures(ctx.db, { ...source, count }, later(4 * minute));
  expect(during).toEqual([later(0)]);
  expect((await look(source, 4 * minute))?.countedAt).toEqual(later(4 * minute));
});

it("takes nothing from a clock that is ahead", async () => {
  const source = growing("ahead", true);
  await renewFigures(ctx.db, source, later(60 * minute));
  await vi.waitFor(async () =>
    expect(await look(source, 0)).toMatchObject({ figures: { count: 2 }, countedAt: later(0) }),
  );
});

it("counts what is small at each look", async () => {
  const source = growing("small", false);
  expect((await look(source, 0))?.figures.count).toBe(1);
  expect(await look(source, 1)).toMatchObject({ figures: { count: 2 }, isKept: false });
  await renewFigures(ctx.db, source, later(10 * minute));
  expect(await look(source, 10 * minute)).toMatchObject({ figures: { count: 4 }, isKept: false });
});
