import { theProgram } from "../../src/audit/actor.ts";
import { readConfig } from "../../src/config/env.ts";
import { createContext } from "../../src/context.ts";
import { createOnceSends } from "../../src/once/once-sends.ts";
import { runOnce } from "../../src/once/run-once.ts";
import { createInnerQueues } from "../../src/queues/inner-queues.ts";

/** One run in a process of its own, which may be killed, at an instant that is not now: its argument. */
const shiftMs = Date.parse(process.argv[2] ?? "") - Date.now();
const queues = createInnerQueues();
const ctx = await createContext(readConfig(process.env), {
  clock: { now: () => new Date(Date.now() + shiftMs) },
  queues,
  isMigrating: true,
});
await ctx.migrate();
const sends = createOnceSends(ctx.gate);
const input = { day: null, isAll: true, to: [], isTrial: false, minutes: 3, by: theProgram, sends };
const report = await runOnce(ctx, queues, input);
for (const problem of report.problems) process.stderr.write(`${problem}\n`);
await ctx.close();
process.exit(report.problems.length > 0 ? 1 : 0);
