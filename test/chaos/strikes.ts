import { seededRandom } from "../fakes/seeded-random.ts";
import type { Backend } from "./stage.ts";

/** What happens to the processes, and how long after the strike before it. */
export type Strike = { afterMs: number; target: number; lastsMs: number; kind: StrikeKind };

type StrikeKind =
  | "kill a worker"
  | "stop a worker"
  | "freeze a worker"
  | "kill all workers"
  | "restart PostgreSQL"
  | "crash PostgreSQL"
  | "kill PostgreSQL"
  | "restart Redis"
  | "kill Redis"
  | "freeze Redis"
  | "wipe the queue";

/** In parts of a whole; a worker's death is the daily bread. */
const shares: Record<StrikeKind, number> = {
  "kill a worker": 40,
  "stop a worker": 10,
  "freeze a worker": 8,
  "kill all workers": 6,
  "restart PostgreSQL": 5,
  "crash PostgreSQL": 5,
  "kill PostgreSQL": 3,
  "restart Redis": 5,
  "kill Redis": 5,
  "freeze Redis": 4,
  "wipe the queue": 9,
};

/** The strikes of a run: they depend on the seed and the backend alone. */
export function planStrikes(seed: number, backend: Backend, count: number, everyMs: number): Strike[] {
  const random = seededRandom(Math.imul(seed, 0x85ebca6b) ^ 0x5bd1e995);
  return Array.from({ length: count }, () => {
    const strike = {
      afterMs: Math.round(everyMs * (0.5 + random())),
      target: Math.floor(random() * 1_000),
      lastsMs: Math.round(200 + random() * 4_000),
      kind: draw(random()),
    };
    const isIdle = backend === "postgres" && strike.kind.endsWith("Redis");
    return isIdle ? { ...strike, kind: "kill a worker" as const } : strike;
  });
}

function draw(random: number): StrikeKind {
  const entries = Object.entries(shares) as [StrikeKind, number][];
  let left = random * entries.reduce((sum, [, share]) => sum + share, 0);
  for (const [kind, share] of entries) {
    if (left < share) return kind;
    left -= share;
  }
  return "kill a worker";
}
