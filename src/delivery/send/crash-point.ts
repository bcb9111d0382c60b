import type { Context } from "../../context.ts";

/** Steps of publishing and delivering at which a process may die; docs/delivery.md says why each is safe. */
export const crashPoints = [
  "plan-uncommitted",
  "plan-committed",
  "revision-uncommitted",
  "revised",
  "before-seal",
  "seal-uncommitted",
  "sealed",
  "attempt-begun",
  "answer-read",
  "split",
  "answer-committed",
  "before-acknowledgement",
] as const;

export type CrashPoint = (typeof crashPoints)[number];

const passings = new WeakMap<object, number>();

/**
 * Kills this process, as `kill -9` does, where the variable `PAPERBOY_CRASH_AT` names this step; otherwise
 * nothing. The chaos tests need exact places; production refuses to start with the variable.
 */
export function crashPoint({ config }: Pick<Context, "config">, point: CrashPoint): void {
  const { crashAt } = config.delivery;
  if (crashAt === null || crashAt.point !== point || config.isProduction) return;
  const passing = (passings.get(crashAt) ?? 0) + 1;
  passings.set(crashAt, passing);
  if (passing === crashAt.passing) process.kill(process.pid, "SIGKILL");
}
