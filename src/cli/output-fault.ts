/**
 * From now on, a command whose answer nobody reads to its end (`paperboy status | head -1`) goes on with its work and
 * ends quietly. An answer that cannot be written for another reason, such as a full disk, fails in one sentence.
 */
export function listenForOutputFaults(): void {
  process.stderr.on("error", () => {
    // Nobody can be told.
  });
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || process.exitCode === 1) return;
    process.exitCode = 1;
    process.stderr.write(`paperboy: The answer could not be written (${error.code ?? error.message}).\n`);
  });
}

/** Writes a piece of a long answer to stdout and waits until it is taken; false when nobody takes any more. */
export function writeOut(piece: string): Promise<boolean> {
  return new Promise((resolve) => process.stdout.write(piece, (error) => resolve(!error)));
}
