import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { BuiltForm } from "../test/support/built-form.ts";
import { readSizes } from "./support/sizes.ts";
import { openStage, perSecond, print, withForm } from "./support/stage.ts";
import { usedByProcess } from "./support/used-by-process.ts";

const linesAChunk = 1000;
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Tokyo"];

/**
 * `paperboy subscribers import` of a CSV of readers who are new, and then the same again, when all are known, each in a
 * process of the built form: the time, its start included and told apart, its processor time and its peak memory.
 *
 *     npm run bench -- import [--lines 100000]
 */
export async function benchImport(args: string[]): Promise<void> {
  const { lines } = readSizes(args, { lines: { usual: 100_000, small: 200 } });
  await withForm((form) => measure(form, lines));
}

async function measure(form: BuiltForm, lines: number): Promise<void> {
  const { env, close } = await openStage({ MAIL_TRANSPORT: "outbox" });
  try {
    const file = join(form.folder, "readers.csv");
    await pipeline(Readable.from(csv(lines)), createWriteStream(file));
    const program = join(form.folder, "dist/src/cli/main.js");
    const start = usedByProcess([program, "subscribers", "list", "--limit", "1"], env).ms;
    print("a command that does next to nothing", `${(start / 1000).toFixed(2)} s`);
    for (const name of ["all new", "all known"]) {
      const consent = "They asked for it at our stand.";
      const command = ["subscribers", "import", file, "--consent", consent, "--json"];
      const { ms, cpuMs, peakBytes, stdout } = usedByProcess([program, ...command], env);
      if (z.object({ read: z.number() }).parse(JSON.parse(stdout)).read !== lines)
        throw new Error(`not all of ${lines} lines were read: ${stdout}`);
      print(
        `${lines.toLocaleString("en")} lines, ${name}`,
        `${(ms / 1000).toFixed(2)} s, ${perSecond(lines, ms)} a second, ${(cpuMs / 1000).toFixed(2)} s of its processor, at most ${Math.round(peakBytes / 1e6)} MB`,
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
