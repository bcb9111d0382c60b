import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../clock.ts";
import { parseUrl } from "../../parse-url.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Visitor } from "../user-agent.ts";
import {
  type FetchedPicture,
  fetchPicture,
  type Picture,
  type PictureDoor,
  type PictureFault,
  usualDoor,
} from "./fetch-picture.ts";

/** `etag` is a strong one (RFC 9110, section 8.8.1). `busy`: so many are being fetched that no more may wait. */
export type HeldPicture =
  | { kind: "picture"; picture: Picture; etag: string }
  | { kind: "none"; fault: PictureFault | "busy" };

export type PaperPictures = {
  /** The picture at an address, from memory where it is held. Whoever asks at once for one waits for one fetch. */
  find(url: string): Promise<HeldPicture>;
};

type PictureLimits = {
  /** Of the pictures that this process holds. */
  heldBytes: number;
  /** Fetches at once, and how many more may wait for one. */
  atOnce: number;
  mostWaiting: number;
  /** For so long a picture is held without asking again, and the answer that there is none. */
  heldMs: number;
  faultMs: number;
};

const usual: PictureLimits = {
  heldBytes: 64 * 1024 * 1024,
  atOnce: 4,
  mostWaiting: 60,
  heldMs: 24 * 60 * 60_000,
  faultMs: 10 * 60_000,
};

type Parts = { visitor: Visitor; clock: Clock; log: Log };

/** Pictures of papers, fetched when a reader's browser asks and held in this process's memory for a day. */
export function createPaperPictures(
  { visitor, clock, log }: Parts,
  given: Partial<PictureDoor & PictureLimits> = {},
): PaperPictures {
  const door: PictureDoor = { visitor, ...usualDoor, ...given };
  const limits: PictureLimits = { ...usual, ...given };
  const held = new LRUCache<string, { value: HeldPicture; until: number }>({
    maxSize: limits.heldBytes,
    sizeCalculation: ({ value }, url) =>
      url.length + (value.kind === "picture" ? value.picture.bytes.length : 1),
  });
  const underWay = new Map<string, Promise<HeldPicture>>();
  const inTurn = createTurns(limits);

  const find = async (url: string): Promise<HeldPicture> => {
    const known = held.get(url);
    if (known && known.until > clock.now().getTime()) return known.value;
    const asked = underWay.get(url);
    if (asked) return asked;
    const turn = inTurn(() => fetchPicture(url, door));
    if (turn === null) return { kind: "none", fault: "busy" };
    const fetched = turn.then((answer) => keep(url, answer)).finally(() => underWay.delete(url));
    underWay.set(url, fetched);
    return fetched;
  };

  const keep = (url: string, answer: FetchedPicture): HeldPicture => {
    const value = toHeld(answer);
    if (value.kind === "none")
      log.info({ host: parseUrl(url)?.host ?? null, code: value.fault }, "a paper's picture is not shown");
    const lifeMs = value.kind === "none" ? limits.faultMs : limits.heldMs;
    held.set(url, { value, until: clock.now().getTime() + lifeMs });
    return value;
  };
  return { find };
}

function toHeld(answer: FetchedPicture): HeldPicture {
  if (answer.kind === "fault") return { kind: "none", fault: answer.fault };
  const { picture } = answer;
  const etag = `"${createHash("sha256").update(picture.bytes).digest("base64url").slice(0, 27)}"`;
  return { kind: "picture", picture, etag };
}

/** Does so many things at once and the others after them, in their order; null where too many wait already. */
function createTurns({ atOnce, mostWaiting }: Pick<PictureLimits, "atOnce" | "mostWaiting">) {
  let running = 0;
  const waiting: (() => void)[] = [];
  // Whoever waits takes over the place of whoever ends, so that nobody slips in between.
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  return <T>(step: () => Promise<T>): Promise<T> | null => {
    if (running < atOnce) {
      running += 1;
      return step().finally(leave);
    }
    if (waiting.length >= mostWaiting) return null;
    return new Promise<void>((resolve) => waiting.push(resolve)).then(step).finally(leave);
  };
}
