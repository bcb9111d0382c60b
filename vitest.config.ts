import { defineConfig } from "vitest/config";

// As the workers run: the development build of React is several times slower.
process.env.NODE_ENV = "production";

const limits = { testTimeout: 90_000, hookTimeout: 120_000 };

/** Files that change or measure what a process has once (its clock, its variables, its processor time), or that end it. */
const alone = [
  "test/integration/db/clock.test.ts",
  "test/integration/papers/hostile-sources.test.ts",
  "test/integration/telemetry/traces.test.ts",
  "test/integration/web/hostile-requests.test.ts",
];

export default defineConfig({
  test: {
    globalSetup: ["test/support/global-setup.ts"],
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...limits,
          name: "together",
          include: ["test/{unit,integration,email}/**/*.test.{ts,tsx}"],
          exclude: alone,
          // Loading the program takes longer than most files' tests: the files of one worker share it.
          isolate: false,
        },
      },
      { test: { ...limits, name: "alone", include: alone } },
    ],
  },
});
