/** For waiting until something has come about: a second, as the runner has it, is less than a busy machine takes now and then. */
export const inTime = { timeout: 30_000, interval: 20 };
