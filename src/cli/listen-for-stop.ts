const parentLookMs = 500;

export type Stop = {
  /** Resolves when the process is asked to stop. */
  asked: Promise<void>;
  isAsked(): boolean;
};

/**
 * Hears SIGTERM and SIGINT from now on, instead of ending at once; a second one ends the process. To be called
 * before anything is opened that must be closed again.
 */
export function listenForStop(): Stop {
  let isAsked = false;
  let resolve = () => {};
  const asked = new Promise<void>((done) => {
    resolve = done;
  });
  const ask = () => {
    isAsked = true;
    resolve();
  };
  const onSignal = () => {
    if (isAsked) process.exit(130);
    ask();
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
  if (process.env.npm_execpath) watchParent(ask);
  return { asked, isAsked: () => isAsked };
}

/** npm and npx put a shell between, which ends at SIGTERM without passing it on: its end is the signal. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onGone();
  }, parentLookMs);
  watch.unref();
}
