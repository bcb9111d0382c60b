import { type CrashPoint, crashPoints } from "../../src/delivery/send/crash-point.ts";
import { type FakeResend, startFakeResend } from "../fakes/fake-resend.ts";
import { until } from "./actor.ts";
import { day, edition, isSent, seatAudience } from "./audience.ts";
import { startPaperboy } from "./paperboy.ts";
import { publish, workerEnv } from "./run.ts";
import type { Stage } from "./stage.ts";
import { judge } from "./verdict.ts";

/** Enough for several batches, one of them not full. */
const subscribers = 350;
const patienceMs = 180_000;

/** Steps struck side by side, each on a database and a queue of its own. */
const atOnce = 3;

/** Two more that the process cannot strike by itself: its request has left and is not answered. */
const unanswered = ["request-sent", "accepted-unread"] as const;

type Point = CrashPoint | (typeof unanswered)[number];

/** Kills a process at every named step, lets one worker go on, and judges; returns how many steps failed. */
export async function sweepCrashPoints(
  stage: Stage,
  passings: number[],
  say: (line: string) => void,
): Promise<number> {
  const points = crashPoints.filter((point) => point !== "revised" && point !== "revision-uncommitted");
  const steps = [...points, ...unanswered].flatMap((point) =>
    (point.startsWith("plan-") || isUnanswered(point) ? [1] : passings).map((passing) => ({
      point,
      passing,
    })),
  );
  let failures = 0;
  const strikeNext = async () => {
    for (let step = steps.shift(); step; step = steps.shift()) {
      const { point, passing } = step;
      const startedAt = Date.now();
      const complaints = await strikeAt(stage, point, passing).catch((error: Error) => [error.message]);
      const took = `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
      say(
        `${stage.backend} kill at ${point}:${passing}: ${complaints.length === 0 ? "safe" : "FAILED"} (${took})`,
      );
      for (const complaint of complaints) say(`  FAILED: ${complaint}`);
      if (complaints.length > 0) failures += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, strikeNext));
  return failures;
}

function isUnanswered(point: Point): boolean {
  return unanswered.some((one) => one === point);
}

async function strikeAt(stage: Stage, point: Point, passing: number): Promise<string[]> {
  const url = await stage.newDatabase();
  await seatAudience(url, subscribers);
  // Only a batch that is refused whole is split; the refused reader is judged apart.
  const poisoned = point === "split" ? "reader7@example.com" : null;
  const provider = await startFakeResend({ keep: "digest", poison: (address) => address === poisoned });
  const env = workerEnv(stage, url, provider.url, 100, true);
  try {
    await dieAt(stage, provider, env, point, passing);
    const worker = startPaperboy(stage.folder, `survivor-${point}-${passing}`, ["worker"], env);
    try {
      await until(() => isSent(url), "one worker finishes what the killed one left", patienceMs, 250);
    } finally {
      worker.signal("SIGTERM");
      await worker.ended;
    }
    const { complaints } = await judge(url, edition, provider.mails);
    return poisoned === null ? complaints : complaints.filter((text) => !/^1 (planned|deliver)/.test(text));
  } finally {
    await provider.close();
  }
}

async function dieAt(
  stage: Stage,
  provider: FakeResend,
  env: Record<string, string>,
  point: Point,
  passing: number,
): Promise<void> {
  const deadly = { ...env, PAPERBOY_CRASH_AT: `${point}:${passing}` };
  if (point.startsWith("plan-")) {
    const killed = startPaperboy(
      stage.folder,
      `publish-${point}`,
      ["publish", "--date", day, "--now"],
      deadly,
    );
    await assertKilled(killed);
    return publish(stage, env);
  }
  await publish(stage, env);
  if (!isUnanswered(point))
    return assertKilled(startPaperboy(stage.folder, `doomed-${point}-${passing}`, ["worker"], deadly));
  provider.failNext({ kind: "hang", accepted: point === "accepted-unread" });
  const doomed = startPaperboy(stage.folder, `doomed-${point}`, ["worker"], env);
  await provider.waitUntil((stats) => (stats.byFault.hang ?? 0) > 0, patienceMs);
  doomed.signal("SIGKILL");
  return assertKilled(doomed);
}

async function assertKilled(actor: ReturnType<typeof startPaperboy>): Promise<void> {
  const timer = setTimeout(() => actor.signal("SIGTERM"), patienceMs);
  const end = await actor.ended;
  clearTimeout(timer);
  if (end !== "SIGKILL")
    throw new Error(
      `the process did not die at the step but ended with ${end}: ${actor.output().slice(-1_000)}`,
    );
}
