/** Whether this run is the short one, which a check of everything takes: `TEST_SLOW=short npm run test:slow`. */
export const isShort = process.env.TEST_SLOW === "short";

/** All cases of a table of tests; in a short run the first alone. */
export function casesOf<T>(cases: readonly T[]): T[] {
  return isShort ? cases.slice(0, 1) : [...cases];
}
