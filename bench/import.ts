import { Readable } from "node:stream";
import { importSubscribers } from "../src/subscribers/lists/import-subscribers.ts";
import { readSizes } from "./support/sizes.ts";
import { openStage, perSecond, print } from "./support/stage.ts";

const linesAChunk = 1000;
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Tokyo"];

/**
 * Importing a CSV of readers who are new, and then the same again, when all are known: the time, and the most memory
 * that this process had meanwhile.
 *
 *     npm run bench -- import [--lines 100000]
 */
export async function benchImport(args: string[]): Promise<void> {
  const { lines } = readSizes(args, { lines: { usual: 100_000, small: 200 } });
  const { ctx, close } = await openStage();
  try {
    for (const name of ["all new", "all known"]) {
      const before = process.memoryUsage.rss();
      let peak = before;
      const startedAt = performance.now();
      const report = await importSubscribers(ctx, {
        lines: Readable.from(csv(lines)),
        consent: "They asked for it at our stand.",
        isDryRun: false,
        onProgress: () => {
          peak = Math.max(peak, process.memoryUsage.rss());
        },
      });
      const ms = performance.now() - startedAt;
      if (report.read !== lines) throw new Error(`${report.read} of ${lines} lines were read`);
      print(
        `${lines.toLocaleString("en")} lines, ${name}`,
        `${(ms / 1000).toFixed(2)} s, ${perSecond(lines, ms)} a second, at most ${Math.round(peak / 1e6)} MB, ${Math.round((peak - before) / 1e6)} more than before`,
      );
    }
  } finally {
    await close();
  }
}

function* csv(lines: number): Generator<string> {
  yield "email,timezone,hour,topics\n";
  for (let start = 0; start < lines; start += linesAChunk) {
    let chunk = "";
    for (let line = start; line < Math.min(lines, start + linesAChunk); line += 1) {
      chunk += `reader${line}@example.com,${zones[line % zones.length]},${line % 24},${line % 3 ? "" : "cs.CL;cs.LG"}\n`;
    }
    yield chunk;
  }
}
