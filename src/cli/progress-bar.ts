import { Presets, SingleBar } from "cli-progress";

export type ProgressBar = { update(done: number, total: number): void; stop(): void };

/** A bar on stderr; where that is no terminal, one line at the end, so that logs stay readable. */
export function progressBar(label: string): ProgressBar {
  const bar = new SingleBar(
    {
      format: `${label} {bar} {percentage} % | {value} of {total}`,
      noTTYOutput: false,
      clearOnComplete: false,
    },
    Presets.shades_classic,
  );
  let isStarted = false;
  let counts = "";
  return {
    update: (done, total) => {
      if (!isStarted) bar.start(total, done);
      isStarted = true;
      bar.setTotal(total);
      bar.update(done);
      counts = `${done} of ${total}`;
    },
    stop: () => {
      if (!isStarted) return;
      bar.stop();
      if (!process.stderr.isTTY) process.stderr.write(`${label}: ${counts}\n`);
    },
  };
}
