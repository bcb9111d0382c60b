import { type Config, readConfig } from "../../src/config/env.ts";
import { type Context, type ContextOverrides, createContext } from "../../src/context.ts";
import { createTestClock, type TestClock } from "./clock.ts";
import { createTestDatabase } from "./database.ts";

export type TestContext = Context & { clock: TestClock; databaseUrl: string };

export type TestContextOptions = {
  /** Variables on top of the defaults, such as `RESEND_BASE_URL`. */
  env?: Record<string, string>;
  /** Where the clock stands; 2026-06-18T04:00:00Z unless said. */
  now?: string;
  /** Another clock than one that stands still. */
  clock?: TestClock;
  /** The process's own clock, which is judged by PostgreSQL's as in production; then `clock` sets this one. */
  systemClock?: TestClock;
  overrides?: Omit<ContextOverrides, "clock">;
};

/**
 * A context on a database of its own and the queue in PostgreSQL, with a clock that the test moves.
 * `close` also drops the database.
 */
export async function createTestContext(options: TestContextOptions = {}): Promise<TestContext> {
  const database = await createTestDatabase();
  const { systemClock } = options;
  const clock = systemClock ?? options.clock ?? createTestClock(options.now ?? "2026-06-18T04:00:00Z");
  const context = await createContext(testConfig(database.url, options.env), {
    ...options.overrides,
    ...(systemClock ? { systemClock } : { clock }),
  });
  return {
    ...context,
    clock: { ...clock, now: context.clock.now },
    databaseUrl: database.url,
    close: async () => {
      await context.close();
      await database.close();
    },
  };
}

/** The configuration of a test: nothing from the surroundings, a quiet log, a fixed signing secret. */
export function testConfig(databaseUrl: string, env: Record<string, string> = {}): Config {
  return readConfig({
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: "silent",
    TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
    PUBLIC_URL: "https://paperboy.example",
    MAIL_FROM: "Paperboy <digest@paperboy.example>",
    MAIL_REPLY_TO: "editor@paperboy.example",
    MAIL_POSTAL_ADDRESS: "1 Example Street, Exampleton",
    // Whoever tests that names a limit; else workers would ask beside what is tested.
    HF_REPOS_DAILY_LIMIT: "0",
    ...env,
  });
}
