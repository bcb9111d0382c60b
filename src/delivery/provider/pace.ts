/**
 * The pace of requests as a rule: what is kept of it, and what becomes of that. All instants are milliseconds of
 * PostgreSQL's clock, which all workers share.
 */
export type GatePace = {
  /** No request may leave earlier. */
  nextAtMs: number;
  /**
   * For each request that may still lie in the provider's present window: when it certainly does not any more, the
   * earliest first.
   */
  releases: number[];
  told: ToldLimit | null;
  /** Lowered after refusals that came one after the other; it rises again by itself. */
  slowed: { perSecond: number; atMs: number } | null;
  /** When the last refusal for a limit was read. */
  limitedAtMs: number | null;
  /** One request goes alone, until its answer is read: `due`, or the slot of the one that is under way. */
  trial: "due" | number | null;
};

/** A limit that the provider told. */
export type ToldLimit = { perSecond: number; from: "usage" | "headers"; atMs: number };

/** Where the present limit is from: the provider's word, its refusals, the setting, or nobody said anything. */
export type LimitSource = ToldLimit["from"] | "refusals" | "setting" | "usual";

/** Single mails that the site caused go before digests, and what only reads goes when nothing is to be sent. */
export type SendLane = "notice" | "digest" | "reading";

/** A place in the pace. */
export type Slot = { slotMs: number; releaseMs: number; windowMs: number };

type Booking = { kind: "slot"; slot: Slot; pace: GatePace } | { kind: "later"; askAtMs: number };

type BookingWish = {
  lane: SendLane;
  most: number | null;
  nowMs: number;
  readyMs: number;
  isFurther: boolean;
};

/** What is known of a request that left. */
export type Departure = {
  slot: Slot;
  leftMs: number;
  /** When its answer was read; null when none came. */
  answeredMs: number | null;
  isLimited: boolean;
  /** How many more requests the provider said that it would take now. */
  remaining: number | null;
};

/** Requests a second while neither the setting nor the provider says anything. */
export const usualRequestsPerSecond = 2;

/** A pace that is slower or faster is no limit of an account: it would hold all mails, or none. */
const [slowestPerSecond, fastestPerSecond] = [1 / 60, 1_000];

/**
 * How late a request may reach the provider, at the most. A window of the provider holds no more than its limit when a
 * request leaves only after one before it has left the window: a window's length after its answer came, since it
 * arrived before that, or after its departure and this.
 */
const mostUnderWayMs = 50;

/** For a minute after a refusal, which may be of a machine or a network that is later than that. */
const mostUnderWayThenMs = 200;

/**
 * An answer that comes this soon after that is of a provider that answers at once: its request was late by as much.
 */
const promptMs = 15;

/** Clocks are read to the millisecond, here and there. */
const marginMs = 1.5;

/** A request that left later than this after its slot is told of at once. */
const punctualMs = 15;

/** Requests keep this share of the even distance, so that they are spread, and what was held up is made up for. */
const leastDistance = 0.8;

/** So many requests are remembered: of a higher limit a shorter window is kept, which is the stricter rule. */
const mostRemembered = 100;

/**
 * A digest books no further ahead than this, so that a notice that comes later still goes first. Where statements are slow
 * or many workers ask at once, what lies between two bookings at a high limit has to be booked by then.
 */
const leadMs = 150;

/** While one request is alone, others look this often whether its answer is there. */
const lookEveryMs = 20;

/** Where requests are further apart than this, others hear at once of room that came sooner. */
const farApartMs = 160;

/** A request that goes alone and is not heard of for this long is given up: its worker may have died. */
const trialPatienceMs = 5_000;

/** No pace holds a request for longer: what says so was written by a clock that was set back since. */
const farMs = 300_000;

/** All requests wait for at least this long after a refusal: what left sooner was on its way already. */
const sameCauseMs = 500;

/** A request that went alone and was refused all the same is followed after twice the pause before it, up to this. */
const longestTrialPauseMs = 30_000;

/** A refusal this soon after another is no accident. */
const repeatedWithinMs = 60_000;
const slowedBy = 0.8;
const doublesInMs = 600_000;

/** What one word of the provider says of the limit holds against a higher one of another kind for this long. */
const toldForMs = 3_600_000;

/** A limit that is not told again for this long is let go: one word that was wrong would hold for good else. */
const toldLastsMs = 3 * toldForMs;

/** A pace of which nothing is known: the first request goes alone, and its answer tells the limit. */
export function freshPace(nowMs: number): GatePace {
  return { nextAtMs: nowMs, releases: [], told: null, slowed: null, limitedAtMs: null, trial: "due" };
}

/**
 * How many requests a second may reach the provider now, and who says so.
 *
 * @param most the setting, which is an upper bound; null when there is none.
 */
export function limitOf(
  { told, slowed }: Pick<GatePace, "told" | "slowed">,
  most: number | null,
  nowMs: number,
): { perSecond: number; from: LimitSource } {
  const set: { perSecond: number; from: LimitSource } =
    most === null
      ? { perSecond: usualRequestsPerSecond, from: "usual" }
      : { perSecond: most, from: "setting" };
  const ceiling = told !== null && (most === null || told.perSecond <= most) ? told : set;
  if (slowed === null) return { perSecond: ceiling.perSecond, from: ceiling.from };
  const eased = slowed.perSecond * 2 ** (Math.max(0, nowMs - slowed.atMs) / doublesInMs);
  return eased < ceiling.perSecond
    ? { perSecond: eased, from: "refusals" }
    : { perSecond: ceiling.perSecond, from: ceiling.from };
}

/** How many requests a second leave at a limit when each is under way for as long as it may be. */
export function steadyPerSecond(limitPerSecond: number): number {
  const { requests, windowMs } = windowOf(limitPerSecond);
  return (1_000 * requests) / (windowMs + mostUnderWayMs + marginMs);
}

/**
 * The next place in the pace, or when to ask again. So many requests as the limit allows in a window are remembered,
 * and the next one leaves when the longest remembered has left the window, at least most of the even distance after
 * the one before. The first after a limit that was told long ago goes alone, and its answer tells the present one.
 *
 * @param readyMs what has to be done before the request leaves takes this long.
 * @param isFurther other places are booked in the same statement: a digest's may lie twice as far ahead then, so that few
 *   statements book many.
 */
export function bookSlot(pace: GatePace, { lane, most, nowMs, readyMs, isFurther }: BookingWish): Booking {
  const isOld = pace.told !== null && nowMs - pace.told.atMs > toldLastsMs;
  const told = isOld ? null : pace.told;
  const trial: GatePace["trial"] = isOld ? (pace.trial ?? "due") : pace.trial;
  if (typeof trial === "number" && nowMs < trial + trialPatienceMs) {
    return { kind: "later", askAtMs: nowMs + lookEveryMs };
  }
  const window = windowOf(limitOf({ told, slowed: pace.slowed }, most, nowMs).perSecond);
  const releases = pace.releases.filter((atMs) => atMs > nowMs && atMs < nowMs + farMs);
  const soonestMs = nowMs + readyMs;
  const nextAtMs = pace.nextAtMs < nowMs + farMs ? pace.nextAtMs : nowMs;
  const slotMs = Math.max(soonestMs, nextAtMs, roomAt(releases, window.requests));
  const digestMs = isFurther ? leadMs : leadMs / 2;
  const aheadMs = { notice: Number.POSITIVE_INFINITY, digest: digestMs, reading: 0 }[lane];
  if (slotMs > soonestMs + aheadMs) return { kind: "later", askAtMs: slotMs - readyMs - aheadMs };
  const slot = {
    slotMs,
    releaseMs: slotMs + underWayMs(pace, nowMs) + window.windowMs + marginMs,
    windowMs: window.windowMs,
  };
  const taken = sorted([...releases, slot.releaseMs]);
  const distanceMs = (leastDistance * window.windowMs) / window.requests;
  return {
    kind: "slot",
    slot,
    pace: {
      ...pace,
      told,
      releases: taken,
      // A worker of the release before takes this instant, and does not look at what is remembered.
      nextAtMs: Math.max(slotMs + distanceMs, roomAt(taken, window.requests)),
      trial: trial === null ? null : slotMs,
    },
  };
}

/** Gives a place back that its request has missed. */
export function returnSlot(pace: GatePace, { slotMs, releaseMs }: Slot): GatePace {
  return {
    ...pace,
    releases: pace.releases.filter((one) => one !== releaseMs),
    trial: pace.trial === slotMs ? "due" : pace.trial,
  };
}

/** What an answer, or its absence, says of the pace. Safe to repeat. */
export function noteDeparture(pace: GatePace, departure: Departure, most: number | null): GatePace {
  const { slot, leftMs, answeredMs } = departure;
  // The margin is meant for lateness that small too.
  const leftBy = Math.max(slot.slotMs, leftMs - marginMs);
  const expectedBy = leftBy + underWayMs(pace, leftMs);
  const arrivedBy = answeredMs !== null && answeredMs < expectedBy + promptMs ? answeredMs : expectedBy;
  const releaseMs = arrivedBy + slot.windowMs + marginMs;
  const releases = sorted(pace.releases.map((one) => (one === slot.releaseMs ? releaseMs : one)));
  // An answer that is slower than the patience with it opens the gate for all as well.
  const isAlone =
    typeof pace.trial === "number" &&
    (slot.slotMs === pace.trial || (answeredMs !== null && !isOfLastRefusal(pace, slot)));
  const noted = { ...pace, releases, trial: isAlone ? null : pace.trial };
  if (departure.isLimited) return afterRefusal(noted, departure, isAlone, most);
  return departure.remaining === 0 && answeredMs !== null ? withOthers(noted, most, answeredMs) : noted;
}

/**
 * Whether all workers should hear of an answer at once; else it is written with the next request of its worker.
 *
 * @param isAsking another request of that worker waits for its place: it comes soon.
 */
export function isUrgent(
  pace: GatePace,
  departure: Departure,
  most: number | null,
  isAsking: boolean,
): boolean {
  const { slot, leftMs, answeredMs } = departure;
  const noted = noteDeparture(pace, departure, most);
  if (departure.isLimited || noted.trial !== pace.trial) return true;
  if (noted.releases.length > pace.releases.length) return true;
  if (isAsking) return false;
  const { requests, windowMs } = windowOf(limitOf(pace, most, leftMs).perSecond);
  const isSooner = answeredMs !== null && answeredMs < slot.slotMs + mostUnderWayMs;
  return leftMs > slot.slotMs + punctualMs || (isSooner && windowMs / requests > farApartMs);
}

/** All requests wait, and the first of them then goes alone. */
export function pausePace(pace: GatePace, untilMs: number): GatePace {
  return { ...pace, nextAtMs: Math.max(pace.nextAtMs, untilMs), trial: "due" };
}

/**
 * Takes over a limit that the provider told. One that cannot be is not heard; of two that differ and are of two kinds
 * the lower counts for an hour. The request after a lower one keeps the new distance already.
 */
export function tellLimit(pace: GatePace, told: ToldLimit): GatePace {
  const { perSecond, from, atMs } = told;
  if (!(perSecond >= slowestPerSecond && perSecond <= fastestPerSecond)) return pace;
  const before = pace.told;
  const isOther = before !== null && before.from !== from && atMs - before.atMs < toldForMs;
  if (isOther && before.perSecond < perSecond) return pace;
  const isNoLower = before !== null && perSecond >= before.perSecond;
  return {
    ...pace,
    told,
    nextAtMs: isNoLower ? pace.nextAtMs : Math.max(pace.nextAtMs, atMs + 1_000 / perSecond),
  };
}

/**
 * A refusal for a limit: the next request goes alone. A second one soon after the first, or while the pace rises again,
 * lowers it as well, unless it went alone: then no pace of ours was the cause, and only the pause grows.
 */
function afterRefusal(
  pace: GatePace,
  { slot, leftMs, answeredMs }: Departure,
  isAlone: boolean,
  most: number | null,
): GatePace {
  // Its place was taken before the refusal before it was known: one cause.
  if (isOfLastRefusal(pace, slot)) return { ...pace, trial: "due" };
  const { limitedAtMs } = pace;
  const readMs = answeredMs ?? leftMs;
  const { perSecond, from } = limitOf(pace, most, readMs);
  const isRepeated = limitedAtMs !== null && readMs - limitedAtMs < repeatedWithinMs;
  const pauseMs = isAlone && isRepeated ? Math.min(longestTrialPauseMs, 2 * (readMs - limitedAtMs)) : 0;
  const isTooFast = !isAlone && (isRepeated || from === "refusals");
  return {
    ...pace,
    nextAtMs: Math.max(pace.nextAtMs, readMs + Math.max(pauseMs, sameCauseMs + marginMs)),
    trial: "due",
    limitedAtMs: readMs,
    slowed: isTooFast
      ? { perSecond: Math.max(slowestPerSecond, slowedBy * perSecond), atMs: readMs }
      : pace.slowed,
  };
}

function isOfLastRefusal({ limitedAtMs }: GatePace, { slotMs }: Slot): boolean {
  return limitedAtMs !== null && slotMs <= limitedAtMs + sameCauseMs;
}

/** The provider takes no more now, though ours leave room: another program's requests are in its window. */
function withOthers(pace: GatePace, most: number | null, answeredMs: number): GatePace {
  const { requests, windowMs } = windowOf(limitOf(pace, most, answeredMs).perSecond);
  const own = pace.releases.filter((one) => one > answeredMs).length;
  const others = Math.max(0, requests - own);
  if (others === 0) return pace;
  const releaseMs = answeredMs + windowMs + marginMs;
  return {
    ...pace,
    releases: sorted([...pace.releases, ...Array.from({ length: others }, () => releaseMs)]),
  };
}

function underWayMs({ limitedAtMs }: GatePace, nowMs: number): number {
  return limitedAtMs !== null && nowMs - limitedAtMs < repeatedWithinMs ? mostUnderWayThenMs : mostUnderWayMs;
}

/** A limit as so many requests in so long a window. */
function windowOf(perSecond: number): { requests: number; windowMs: number } {
  const requests = Math.min(mostRemembered, Math.max(1, Math.floor(perSecond)));
  return { requests, windowMs: (1_000 * requests) / perSecond };
}

/** When the window has room for one more. */
function roomAt(releases: number[], requests: number): number {
  return releases[releases.length - requests] ?? Number.NEGATIVE_INFINITY;
}

function sorted(instants: number[]): number[] {
  return instants.toSorted((one, other) => one - other);
}
