import { defineConfig } from "vitest/config";

/**
 * Tests that run another release beside this one, need servers of their own, or wait for real time to pass:
 * `npm run test:slow`, and with `TEST_SLOW=short` a short form of each.
 */
export default defineConfig({
  test: {
    include: ["test/slow/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    testTimeout: 900_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
