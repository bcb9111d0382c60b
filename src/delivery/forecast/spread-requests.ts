/** Requests that are due at one instant, and the mails in them; those of other editions carry none of this one. */
export type DueRequests = { dueAt: Date; requests: number; mails: number };

/** How many mails of an edition leave within one hour (UTC). */
export type LeavingHour = { from: Date; mails: number };

type Leaving = {
  /** Hours in which nothing leaves are left out; in the order of time. */
  hours: LeavingHour[];
  /** When the first and the last request with mails of the edition leave; null when none does. */
  firstAt: Date | null;
  lastAt: Date | null;
};

const hourMs = 3_600_000;

/**
 * When requests leave that keep a distance from each other: each as soon as it is due and those before it have left.
 *
 * @param startAt none leaves earlier.
 * @param spacingMs between two requests; 0 where there is no pace.
 */
export function spreadRequests(due: DueRequests[], startAt: Date, spacingMs: number): Leaving {
  const mailsByHour = new Map<number, number>();
  let freeAt = startAt.getTime();
  let firstAt: Date | null = null;
  let lastAt: Date | null = null;
  for (const { dueAt, requests, mails } of inTurn(due)) {
    let given = 0;
    for (let index = 0; index < requests; index += 1) {
      const leavesAt = Math.max(freeAt, dueAt.getTime());
      freeAt = leavesAt + spacingMs;
      const mailsSoFar = Math.round((mails * (index + 1)) / requests);
      if (mailsSoFar === given) continue;
      const hour = Math.floor(leavesAt / hourMs) * hourMs;
      mailsByHour.set(hour, (mailsByHour.get(hour) ?? 0) + mailsSoFar - given);
      given = mailsSoFar;
      firstAt ??= new Date(leavesAt);
      lastAt = new Date(leavesAt);
    }
  }
  const hours = [...mailsByHour].map(([from, mails]) => ({ from: new Date(from), mails }));
  return {
    hours: hours.toSorted((one, other) => one.from.getTime() - other.from.getTime()),
    firstAt,
    lastAt,
  };
}

/** The longest due first; of those due at one instant the others' before the edition's own, so that none is promised too early. */
function inTurn(due: DueRequests[]): DueRequests[] {
  return due.toSorted((one, other) => one.dueAt.getTime() - other.dueAt.getTime() || one.mails - other.mails);
}
