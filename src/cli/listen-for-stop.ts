const parentLookMs = 500;

export type Stop = {
  /** Resolves when the process is asked to stop. */
  asked: Promise<void>;
  isAsked(): boolean;
  /** Signals end the process again. */
  forget(): void;
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
  const forgetParent = process.env.npm_execpath ? watchParent(ask) : () => {};
  const forget = () => {
    process.off("SIGTERM", onSignal);
    process.off("SIGINT", onSignal);
    forgetParent();
  };
  return { asked, isAsked: () => isAsked, forget };
}

/** npm and npx put a shell between, which ends at SIGTERM without passing it on: its end is the signal. */
function watchParent(onGone: () => void): () => void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onGone();
  }, parentLookMs);
  watch.unref();
  return () => clearInterval(watch);
}
