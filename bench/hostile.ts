import { startWebServer } from "../src/web/server.ts";
import { hostileInputs } from "../test/support/hostile-requests.ts";
import { costOf } from "../test/support/request-cost.ts";
import { readSizes, WrongArgumentError } from "./support/sizes.ts";
import { openStage, print } from "./support/stage.ts";

/** Above this, an input would cost the site more than its sender. */
const mostRatio = 10;

type Measured = { name: string; usualMs: number; largestMs: number; growth: number };

/**
 * What hostile requests cost against the usual request of the same address, in time of the processor (client
 * included): for each address the costliest kind of input at its largest, and by what factor that grew from
 * half the size (2 is linear).
 *
 *     npm run bench -- hostile [PART] [--tries 5] [--every 1]
 *
 * PART is a part of the names of the inputs to measure, all unless said; of these every one, or every tenth.
 */
export async function benchHostile(args: string[]): Promise<void> {
  const isNamed = args[0] !== undefined && !args[0].startsWith("-");
  const part = isNamed ? (args[0] ?? "") : "";
  const { tries, every } = readSizes(isNamed ? args.slice(1) : args, {
    tries: { usual: 5, small: 1 },
    every: { usual: 1, small: 40 },
  });
  const inputs = hostileInputs().filter(({ name }) => name.includes(part));
  if (inputs.length === 0) throw new WrongArgumentError(`No input has ${JSON.stringify(part)} in its name.`);
  const stage = await openStage({ OPS_PASSWORD: "a-password-for-the-bench", TRUSTED_PROXIES: "1" });
  const site = await startWebServer(stage.ctx, { port: 0, host: "127.0.0.1" });
  try {
    const worst = new Map<string, Measured>();
    for (const { name, usual, grown, largest } of inputs.filter((_, index) => index % every === 0)) {
      const { cpuMs: usualMs } = await costOf(site.url, usual, tries);
      const { cpuMs: largestMs } = await costOf(site.url, grown(largest), tries);
      const { cpuMs: halfMs } = await costOf(site.url, grown(largest / 2), tries);
      const address = name.split(" ").slice(0, 2).join(" ");
      const before = worst.get(address);
      if (before && before.largestMs / before.usualMs > largestMs / usualMs) continue;
      worst.set(address, { name, usualMs, largestMs, growth: largestMs / halfMs });
    }
    for (const one of worst.values()) print(one.name, figures(one));
  } finally {
    await site.close();
    await stage.close();
  }
}

function figures({ usualMs, largestMs, growth }: Measured): string {
  const ratio = largestMs / usualMs;
  const mark = ratio > mostRatio ? "  TOO MUCH" : "";
  return `${usualMs.toFixed(1)} -> ${largestMs.toFixed(1)} ms, ${ratio.toFixed(1)}x; grows ${growth.toFixed(1)}x${mark}`;
}
