/** How many cases a property is tried with: few in `npm test`; `npm run test:slow` sets how many times as many. */
export function runsOf(few: number): number {
  return few * Number(process.env.PROPERTY_FACTOR ?? 1);
}
