import type { FillUp } from "../subscribers/preferences.ts";

const aFew = 3;

/**
 * How many of the period's top papers may follow what matched: `yes` fills the digest, `few` adds at most three and
 * never more than matched, `no` adds none.
 *
 * @param matched how many papers the digest shows that matched.
 * @param room how many more it may show.
 */
export function mostFillUps(fillUp: FillUp, matched: number, room: number): number {
  if (fillUp === "no") return 0;
  return fillUp === "yes" ? room : Math.min(room, aFew, matched);
}
