import { defineConfig } from "vitest/config";
import { builtProgram } from "./test/support/built-form.ts";

// As the workers run: the development build of React is several times slower.
process.env.NODE_ENV = "production";

/** Tests that drive Chromium: `npm run test:browser`. */
export default defineConfig({
  test: {
    // Not of the project: it makes the built form, which only tests are given.
    globalSetup: ["test/support/built-setup.ts"],
    maxWorkers: 2,
    projects: [
      {
        plugins: [builtProgram()],
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.{ts,tsx}"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // A second, as the runner has it, is less than two busy cores take for a page now and then.
          expect: { poll: { timeout: 30_000 } },
          // Loading the program takes its time: the files of one worker share it.
          isolate: false,
        },
      },
    ],
  },
});
