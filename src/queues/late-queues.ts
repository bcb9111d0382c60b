import type { OpenQueues, Queues } from "./queues.ts";

/**
 * The queues of a process that may never use them, as most commands: BullMQ and its driver take longer to load than such
 * a command to run.
 *
 * @param load is asked at the first use, and again after it failed.
 */
export function createLateQueues(backend: Queues["backend"], load: () => Promise<OpenQueues>): Queues {
  let opening: Promise<OpenQueues> | null = null;
  let isClosed = false;
  const open = (): Promise<OpenQueues> => {
    if (isClosed) return Promise.reject(new Error("the queues are closed"));
    opening ??= load().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  return {
    backend,
    open,
    ring: async (...args) => (await open()).ring(...args),
    ringAll: async (...args) => (await open()).ringAll(...args),
    schedule: async (...args) => (await open()).schedule(...args),
    isScheduled: async (...args) => (await open()).isScheduled(...args),
    unschedule: async (...args) => (await open()).unschedule(...args),
    counts: async (...args) => (await open()).counts(...args),
    dropFinished: async (...args) => (await open()).dropFinished(...args),
    probe: async () => (await open()).probe(),
    close: async () => {
      isClosed = true;
      const opened = await opening?.catch(() => null);
      await opened?.close();
    },
  };
}
