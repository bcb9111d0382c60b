// A worker process of the send bench: `node send-worker.mjs FOLDER`, where FOLDER holds the compiled program. It reads
// the variables as one line of JSON, says "ready", begins at the next line, prints its round trips until then at every
// other, ends with its input and then prints what it used. Statements that leave while their connection still waits for an answer are of the same round trip.
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";

const trips = { ledger: 0, queue: 0 };
const unanswered = new WeakMap();
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function (...args) {
  const waiting = unanswered.get(this) ?? 0;
  // BullMQ's pool alone sets a search path.
  if (waiting === 0) trips["search_path" in this.getStartupConf() ? "queue" : "ledger"] += 1;
  unanswered.set(this, waiting + 1);
  const answered = () => unanswered.set(this, unanswered.get(this) - 1);
  const callback = args.at(-1);
  if (typeof callback === "function") {
    args[args.length - 1] = (...results) => {
      answered();
      callback(...results);
    };
    return query.apply(this, args);
  }
  const result = query.apply(this, args);
  result.then?.(answered, answered);
  return result;
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
for await (const _ of lines) process.stdout.write(`${JSON.stringify(trips)}\n`);
const { user, system } = process.cpuUsage(before);
const used = { cpuMs: (user + system) / 1000, trips: { ...trips } };
await workers.close();
await ctx.close();
process.stdout.write(`${JSON.stringify({ ...used, peakBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
process.exit();
