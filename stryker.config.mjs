/**
 * The rules that `npm run test:mutation` changes, one expression at a time, to see whether a test notices; what it
 * found, and why tables of words and signs are left out, stands in docs/mutation.md.
 */
const rules = {
  choosing: ["src/digest/choose-papers.ts", "src/digest/match-paper.ts", "src/digest/seen-papers.ts"],
  answers: [
    "src/delivery/send/answers.ts",
    "src/delivery/send/backoff.ts",
    "src/delivery/provider/quota-reset.ts",
  ],
  states: ["src/delivery/ledger/step.ts", "src/delivery/plan/exclusion.ts"],
  breaker: ["src/delivery/breaker/breaker-rules.ts"],
  dueTimes: [
    "src/delivery/plan/due-time.ts",
    "src/due/due-rules.ts",
    "src/calendar/periods.ts",
    "src/calendar/publication-times.ts",
  ],
  ranking: [
    "src/ranking/trend-score.ts",
    "src/ranking/votes-age.ts",
    "src/ranking/prior.ts",
    "src/ranking/fit-prior.ts",
    "src/ranking/rank-correlation.ts",
    "src/ranking/signals.ts",
    "src/ranking/late-risers.ts",
    "src/ranking/metrics.ts",
    "src/ranking/explain.ts",
  ],
  tokens: ["src/subscribers/tokens.ts", "src/subscribers/links.ts"],
  importMeanings: [
    "src/subscribers/lists/plain-form.ts",
    "src/subscribers/lists/title-parts.ts",
    "src/subscribers/lists/find-meaning.ts",
    "src/subscribers/lists/hear-cell.ts",
    "src/subscribers/lists/decide-columns.ts",
  ],
  latex: [
    "src/papers/latex/latex.ts",
    "src/papers/latex/conversion.ts",
    "src/papers/latex/latex-text.ts",
    "src/papers/latex/tell-formulas.ts",
    "src/papers/latex/accents.ts",
    "src/papers/latex/write-script.ts",
    "src/papers/latex/quantities.ts",
    "src/papers/latex/tidy.ts",
  ],
};

export default {
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.ts" },
  // StrykerJS would rewrite it by an interface that TypeScript has no more since 7; no path in ours leads outside.
  tsconfigFile: "none",
  plugins: ["@stryker-mutator/vitest-runner"],
  mutate: Object.values(rules).flat(),
  coverageAnalysis: "perTest",
  concurrency: 1,
  // A busy machine must not count as a test that noticed.
  timeoutMS: 10_000,
  reporters: ["clear-text", "html", "json"],
  clearTextReporter: { allowColor: false, logTests: false },
  htmlReporter: { fileName: "reports/mutation/mutation.html" },
  jsonReporter: { fileName: "reports/mutation/mutation.json" },
  thresholds: { high: 95, low: 85, break: 85 },
  ignorePatterns: ["dist", "docs/pictures", "emails", "bench", "test/browser", "test/chaos"],
};
