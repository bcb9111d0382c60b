import type { Database } from "../../db/client.ts";
import { suppressionOf } from "../reports/reported-suppressions.ts";
import type { ReportedSuppression } from "../reports/store.ts";
import { isLost } from "./place-events.ts";
import { listAddresses, listDoubtfulRecipients, listNoticesByProviderId } from "./places-store.ts";
import type { ReadEvent } from "./read-event.ts";

export type Reports = {
  suppressions: ReportedSuppression[];
  /** Ids of bounces and complaints that may be of another program's mails: they suppress nobody now. */
  undecided: Set<string>;
};

/**
 * What new events say of addresses. Where an event names no address that can be read, it is that of its delivery
 * or of its single mail.
 *
 * @param suppressesForeign does not ask whose mail a bounce or complaint was of.
 */
export async function gatherReports(
  db: Database,
  events: ReadEvent[],
  suppressesForeign: boolean,
): Promise<Reports> {
  const telling = events.filter(({ meaning }) => meaning.suppression !== null);
  const doubted = telling.filter(isWithoutOwner);
  const notices = await listNoticesByProviderId(db, ids(doubted.map(({ providerId }) => providerId)));
  const nameless = telling.filter((event) => reportsOf(event, event.to).length === 0);
  const addresses = await listAddresses(db, ids(nameless.map(({ subscriberId }) => subscriberId)));
  const recipientsOf = ({ to, providerId, subscriberId }: ReadEvent) => [
    ...to,
    ...[addresses.get(subscriberId ?? ""), notices.get(providerId ?? "")].filter((one) => one !== undefined),
  ];
  const unknown = doubted.filter(({ providerId }) => !notices.has(providerId ?? ""));
  const near = suppressesForeign
    ? new Set(ids(unknown.map(({ id }) => id)))
    : await listDoubtful(db, unknown);
  const undecided = new Set(unknown.filter(({ id }) => !near.has(id)).map(({ id }) => id));
  return {
    undecided,
    suppressions: telling
      .filter(({ id }) => !undecided.has(id))
      .flatMap((event) => reportsOf(event, recipientsOf(event))),
  };
}

/** The provider's own suppression list holds for all programs of an account, whoever mailed. */
function isWithoutOwner(event: ReadEvent): boolean {
  return isLost(event) && !event.isTagged && event.meaning.suppression !== "provider";
}

function listDoubtful(db: Database, events: ReadEvent[]): Promise<Set<string>> {
  const asked = events.flatMap((event) =>
    reportsOf(event, event.to).map(({ addressHash }) => ({
      id: event.id,
      addressHash,
      mailedAt: event.mailedAt,
      // Whose clock is ahead dates its news later than it came.
      at: event.occurredAt < event.receivedAt ? event.occurredAt : event.receivedAt,
    })),
  );
  return listDoubtfulRecipients(db, asked);
}

function reportsOf({ meaning, explanation }: ReadEvent, recipients: string[]): ReportedSuppression[] {
  const reason = meaning.suppression;
  return reason === null ? [] : recipients.flatMap((to) => suppressionOf(to, reason, explanation));
}

function ids(values: (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}
