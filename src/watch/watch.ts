import { renewFigures } from "../console/kept-figures-store.ts";
import { standingFigures, subscriberFigures } from "../console/subscriber-figures.ts";
import type { Context } from "../context.ts";
import { tendTotals } from "../delivery/progress/keep-totals.ts";
import { reasonOf } from "../telemetry/reason-of.ts";
import { type AlertLimits, checkAlerts } from "./alerts.ts";
import { postNews } from "./post-alerts.ts";

/** Many processes look: jitter spreads them, and what begins is told within two minutes. */
const leastPauseMs = 30_000;
const jitterMs = 30_000;

/** Without PostgreSQL nobody can say who has told it: each process does, no more often than this. */
const repeatMs = 10 * 60_000;

/** The watch of one process. */
export type Watch = {
  /** Looks once, now. Never rejects: what keeps it from looking is told by webhook. */
  look(): Promise<void>;
  /** Looks by itself from now on, every 30 to 60 seconds. */
  start(): void;
  close(): Promise<void>;
};

/**
 * The watch that every process of `web` and of workers keeps by a timer of its own, so that it does not sleep
 * with the queue, the workers or the database that it watches.
 */
export function createWatch(ctx: Context, limits?: AlertLimits): Watch {
  const alone = createLoneVoice(ctx);
  let timer: NodeJS.Timeout | undefined;
  let underWay = Promise.resolve();
  let isClosed = false;
  const look = async () => {
    try {
      await checkAlerts(ctx, limits);
      await alone.tellEnd();
    } catch (error) {
      ctx.log.warn({ reason: reasonOf(error) }, "the watch cannot use the database");
      await alone.tell(reasonOf(error));
      return;
    }
    await tendKeptNumbers(ctx);
  };
  const start = () => {
    timer = setTimeout(
      () => {
        underWay = look().finally(() => {
          if (!isClosed) start();
        });
      },
      leastPauseMs + Math.random() * jitterMs,
    );
  };
  return {
    look,
    start,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}

/** Keeps what is dear to count as young as looks want it. Never rejects: that one of them fails is no word of the database's end. */
async function tendKeptNumbers(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  try {
    await renewFigures(ctx.db, standingFigures, now);
    await renewFigures(ctx.db, subscriberFigures, now);
    // Last: where there is much to count for the first time, it takes long.
    await tendTotals(ctx);
  } catch (error) {
    ctx.log.warn({ reason: reasonOf(error) }, "the kept numbers could not be renewed");
  }
}

/** Tells by webhook alone that PostgreSQL cannot be used, and that it can again. */
function createLoneVoice(ctx: Context) {
  let told: { at: Date; raisedAt: Date; message: string; count: number } | null = null;
  const post = (status: "raised" | "cleared", message: string, raisedAt: Date, count: number) =>
    postNews(ctx, {
      id: null,
      idempotencyKey: `paperboy-database-${ctx.processId}-${raisedAt.getTime()}-${status}-${count}`,
      status,
      kind: "database-dead",
      subject: "",
      message,
      raisedAt,
      clearedAt: status === "cleared" ? ctx.clock.now() : null,
    });
  return {
    tell: async (reason: string) => {
      const at = ctx.clock.now();
      if (told !== null && at.getTime() - told.at.getTime() < repeatMs) return;
      const message = `PostgreSQL cannot be used (${reason}): nothing is collected, published or sent until it can. Nothing is lost; see that it runs and has room.`;
      const { raisedAt, count } = told ?? { raisedAt: at, count: 0 };
      if (await post("raised", message, raisedAt, count)) told = { at, raisedAt, message, count: count + 1 };
    },
    tellEnd: async () => {
      if (told === null) return;
      if (await post("cleared", told.message, told.raisedAt, told.count)) told = null;
    },
  };
}
