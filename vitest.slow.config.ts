import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { isShort } from "./test/slow/short.ts";
import { builtProgram } from "./test/support/built-form.ts";

// As the workers run: the development build of React is several times slower.
process.env.NODE_ENV = "production";

/** A second of patience, as the runner has it, is less than processes take now and then on cores that many share. */
const limits = { testTimeout: 900_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } };

/** Properties that `npm test` tries with few cases, which is their short form; those of `test/slow` are tried in both. */
const properties = [
  "test/email/assembled-equals-rendered.test.ts",
  "test/integration/delivery/never-shown-again.test.ts",
  "test/integration/delivery/webhooks.test.ts",
  "test/integration/subscribers/lists.test.ts",
  "test/unit/delivery/due-time.test.ts",
  "test/unit/papers/latex.test.ts",
];

/** Files that change or measure what a process has once (its clock, variables, memory, processor time), or that end it. */
const alone = [
  "test/slow/db/clock.test.ts",
  "test/slow/papers/hostile-sources.test.ts",
  "test/slow/subscribers/import-many.test.ts",
  "test/slow/telemetry/traces.test.ts",
  "test/slow/web/hostile-requests.test.ts",
];

/**
 * Weeks and masses of data, all benches, what contributors watch their templates with, and what fetches every package
 * anew, which take longest and change most rarely: only in the long form.
 */
const longOnly = [
  "test/slow/bench/bench.test.ts",
  "test/slow/cli/preview-watch.test.ts",
  "test/slow/deploy/image.test.ts",
  "test/slow/due/weeks-of-looks.test.ts",
  "test/slow/papers/hostile-sources.test.ts",
  "test/slow/subscribers/import-many.test.ts",
];
const leftOut = isShort ? longOnly : [];

/** What takes longest of all, whether it works or waits: begun last, as small files are, each would go on alone. */
const longest = [
  "test/slow/bench/bench.test.ts",
  "test/slow/cli/demo.test.ts",
  "test/slow/cli/package.test.ts",
  "test/slow/db/embedded.test.ts",
  "test/slow/db/tls.test.ts",
  "test/slow/db/wrong-clocks.test.ts",
  "test/slow/deploy/image.test.ts",
  "test/slow/docs/docs-that-run.test.ts",
  "test/slow/once/embedded-once.test.ts",
  "test/slow/once/killed-once.test.ts",
  "test/slow/once/once-at-odds.test.ts",
  "test/slow/publish/publication-faults.test.ts",
  "test/slow/queues/redis-fleets.test.ts",
  "test/slow/scripts/release.test.ts",
  "test/slow/telemetry/outgoing-proxy.test.ts",
  "test/slow/upkeep/backup.test.ts",
  "test/slow/upkeep/embedded-backup.test.ts",
  "test/slow/workers-of-before.test.ts",
];

/** First the files with a process each, since one between two others would end the process that those share. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ project, moduleId }: TestSpecification) => {
      if (project.name === "alone") return 0;
      return longest.some((file) => moduleId.endsWith(file)) ? 1 : 2;
    };
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

/**
 * Tests that start processes of the program or measure one, attack by volume, run another release beside this one, need
 * servers of their own, or wait for real time to pass, and properties with many cases: `npm run test:slow`, and with
 * `TEST_SLOW=short` a short form of those that have one.
 */
export default defineConfig({
  test: {
    globalSetup: ["test/support/built-setup.ts"],
    // They wait more than they work, for clocks and for other processes: two cores are busy with six of them.
    maxWorkers: 6,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [builtProgram()],
        test: {
          ...limits,
          name: "together",
          include: ["test/slow/**/*.test.ts", ...(isShort ? [] : properties)],
          exclude: [...alone, ...leftOut],
          env: { PROPERTY_FACTOR: isShort ? "1" : "20" },
          isolate: false,
        },
      },
      {
        plugins: [builtProgram()],
        test: { ...limits, name: "alone", include: alone.filter((file) => !leftOut.includes(file)) },
      },
    ],
  },
});
