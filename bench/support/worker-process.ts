import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Round trips to PostgreSQL: those of the ledger, and those of BullMQ where its queue is there. */
const tripsSchema = z.object({ ledger: z.number(), queue: z.number() });

const usedSchema = z.object({
  /** Processor time of this process alone, from its beginning to work on. */
  cpuMs: z.number(),
  peakBytes: z.number(),
  trips: tripsSchema,
});

type Used = z.infer<typeof usedSchema>;

type WorkerProcess = {
  begin(): void;
  /** Round trips since it began. */
  tellTrips(): Promise<z.infer<typeof tripsSchema>>;
  /** Ends it well and tells what it used. */
  end(): Promise<Used>;
};

/**
 * Starts a worker process that is loaded and waits to begin.
 *
 * @param folder of the compiled program.
 * @param nodeOptions of its Node, such as `--max-old-space-size=128`; `--cpu-prof` writes its profile at its end.
 */
export async function startWorkerProcess(
  folder: string,
  env: Record<string, string>,
  nodeOptions: string[],
): Promise<WorkerProcess> {
  const script = fileURLToPath(new URL("./send-worker.mjs", import.meta.url));
  const child = spawn(process.execPath, [...nodeOptions, script, folder], {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("A worker process ended before its time.");
    return value;
  };
  child.stdin.write(`${JSON.stringify(env)}\n`);
  await next();
  return {
    begin: () => child.stdin.write("begin\n"),
    tellTrips: async () => {
      child.stdin.write("trips\n");
      return tripsSchema.parse(JSON.parse(await next()));
    },
    end: async () => {
      child.stdin.end();
      return usedSchema.parse(JSON.parse(await next()));
    },
  };
}
