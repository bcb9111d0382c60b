import { sendingSignature } from "../../console/overview.ts";
import type { Context } from "../../context.ts";

/** Tells any number of followers that the sending moved, at the cost of one small query a second. */
export type SendingWatch = { follow(onChange: () => void): { stop(): void } };

const lookEveryMs = 1_000;

/** Looks only while somebody follows. */
export function createSendingWatch(ctx: Context): SendingWatch {
  const followers = new Set<() => void>();
  let timer: NodeJS.Timeout | null = null;
  let last: string | null = null;

  async function look(): Promise<void> {
    timer = null;
    // A database that is away for a moment is no change; the next look tells.
    const signature = await sendingSignature(ctx).catch(() => last);
    if (signature !== last && last !== null) for (const tell of followers) tell();
    last = signature;
    goOn();
  }

  function goOn(): void {
    if (followers.size > 0 && timer === null) timer = setTimeout(look, lookEveryMs);
  }

  return {
    follow: (onChange) => {
      if (followers.size === 0) last = null;
      followers.add(onChange);
      goOn();
      return {
        stop: () => {
          followers.delete(onChange);
          if (followers.size > 0 || timer === null) return;
          clearTimeout(timer);
          timer = null;
        },
      };
    },
  };
}
