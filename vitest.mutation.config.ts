import { defineConfig } from "vitest/config";

/** The tests that `npm run test:mutation` runs for each change that it makes: of rules, without a server. */
export default defineConfig({
  test: {
    include: ["test/unit/**/*.test.ts"],
    // They read the whole tree, which a changed line of a rule does not alter.
    exclude: ["test/unit/house.test.ts", "test/unit/docs.test.ts"],
    testTimeout: 60_000,
    // StrykerJS reads the results itself; a picture of each failure takes longer than the test.
    reporters: [{}],
  },
});
