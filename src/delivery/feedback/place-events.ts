import type { Database } from "../../db/client.ts";
import { listDeliveriesByProviderId } from "./places-store.ts";
import type { NewEvent } from "./stored-event.ts";

type Placing = Pick<NewEvent, "editionId" | "subscriberId" | "providerId">;

/** Events that came without our tags get the delivery that has the provider's id of their mail, where one is known. */
export async function placeEvents<E extends Placing>(db: Database, events: E[]): Promise<E[]> {
  const lost = events.filter(isLost).flatMap(({ providerId }) => providerId ?? []);
  const found = await listDeliveriesByProviderId(db, [...new Set(lost)]);
  return events.map((event) => ({
    ...event,
    ...(isLost(event) ? found.get(event.providerId ?? "") : undefined),
  }));
}

/** Whether an event names no delivery. */
export function isLost({ editionId, subscriberId }: Placing): boolean {
  return editionId === null || subscriberId === null;
}
