import { defineConfig } from "vitest/config";

// As the workers run: the development build of React is several times slower.
process.env.NODE_ENV = "production";

/** Tests that drive Chromium: `npm run test:browser`. */
export default defineConfig({
  test: {
    include: ["test/browser/**/*.test.{ts,tsx}"],
    globalSetup: ["test/support/global-setup.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A second, as the runner has it, is less than two busy cores take for a page now and then.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    // Loading the program takes its time: the files of one worker share it.
    isolate: false,
  },
});
