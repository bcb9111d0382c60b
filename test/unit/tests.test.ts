import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));

/** Where time itself is what happens: fakes that are slow on purpose, and processes that are struck at random. */
const slowOnPurpose = /^(fakes|chaos)\//;

/** What only looks like sleeping. */
const innocent = [
  // Looks again and again, until what it waits for is so.
  "test/support/embedded-place.ts: setTimeout(",
  // Strikes a process at a random instant.
  "test/slow/once/killed-once.test.ts: setTimeout(",
  // Names what a test of time limits moves by hand.
  'test/slow/web/hostile-requests.test.ts: useFakeTimers({ toFake: ["setTimeout"',
];

it("no test waits for a time to pass: it moves the clock, or waits until something is so", () => {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !slowOnPurpose.test(file))
    .filter((file) => file !== "unit/tests.test.ts")
    .flatMap((file) => {
      const text = readFileSync(`${folder}/${file}`, "utf8");
      return [
        ...text.matchAll(
          /useFakeTimers\(\{ toFake: \["setTimeout"|\bsetTimeout\(|\bpg_sleep\b|timers\/promises/g,
        ),
      ].map(([what]) => `test/${file}: ${what}`);
    });
  expect(found.filter((one) => !innocent.includes(one))).toEqual([]);
});
