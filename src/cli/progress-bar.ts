import { Presets, SingleBar } from "cli-progress";

export type ProgressBar = { update(done: number, total: number): void; stop(): void };

/** A bar on stderr; silent when stderr is no terminal, so that logs stay readable. */
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
  return {
    update: (done, total) => {
      if (!isStarted) bar.start(total, done);
      isStarted = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => {
      if (isStarted) bar.stop();
    },
  };
}
