import { nextShowing } from "../calendar/next-showing.ts";
import type { Cadence } from "../calendar/periods.ts";
import type { HoldConfig } from "../config/hold.ts";
import type { Deadline } from "../delivery/ledger/holds-store.ts";

/** Whether an edition waits for approval, and until when; for ever without a deadline. */
type Hold = { isHeld: boolean; deadline: Deadline | null };

/**
 * Whether an edition that is published now is held. What somebody says who publishes it by hand comes first, and who
 * holds it so holds it for ever. Else it is held as the configuration says, until the first showing of the deadline from
 * now on: one that comes late, after an outage, gets until the next day, so that nothing goes unseen.
 *
 * @param asked null when nobody said.
 */
export function holdOf(cadence: Cadence, asked: boolean | null, config: HoldConfig, now: Date): Hold {
  const isHeld = asked ?? config.cadences.includes(cadence);
  if (!isHeld || asked !== null || config.until === null) return { isHeld, deadline: null };
  const endsAt = nextShowing(config.until, config.timezone, now);
  return { isHeld, deadline: { endsAt, atEnd: config.atEnd } };
}
