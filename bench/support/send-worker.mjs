// A worker process of the send bench: `node send-worker.mjs FOLDER`, where FOLDER holds the compiled program. It reads
// the variables as one line of JSON, says "ready", begins at the next line, ends with its input and then prints what
// it used. Statements are counted where node-postgres sends them: it waits for each answer, so each is a round trip.
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";

const trips = { ledger: 0, queue: 0 };
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (...args) {
  // BullMQ's pool alone sets a search path.
  trips[
    String(this.options ?? this.connectionParameters?.options ?? "").includes("search_path")
      ? "queue"
      : "ledger"
  ] += 1;
  return query.apply(this, args);
};

const [folder] = process.argv.slice(2);
const load = (path) => import(join(folder, "dist", path));
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const env = JSON.parse((await lines.next()).value);
const { readConfig } = await load("src/config/env.js");
const { createContext } = await load("src/context.js");
const { startWorkers } = await load("workers/main.js");
const ctx = await createContext(readConfig(env));
process.stdout.write("ready\n");
await lines.next();
Object.assign(trips, { ledger: 0, queue: 0 });
const before = process.cpuUsage();
const workers = await startWorkers(ctx, ["dispatch", "deliver"]);
await lines.next();
const { user, system } = process.cpuUsage(before);
const used = { cpuMs: (user + system) / 1000, trips: { ...trips } };
await workers.close();
await ctx.close();
process.stdout.write(`${JSON.stringify({ ...used, peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
process.exit();
