import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "../context.ts";
import { holdLease } from "../due/hold-lease.ts";
import { parseSetupAnswers } from "./answers.ts";
import { findSetupAnswers } from "./enter-setup.ts";
import { changeSetup, lockSetup } from "./store.ts";

type TurnContext = Pick<Context, "clock" | "config" | "db">;

const askPauseMs = 200;

/**
 * Does work that ends in a test mail, one at a time in all processes. Whoever comes while another is at it waits for its
 * end; where a test was mailed meanwhile, or since its page was shown, that was the one that it asked for.
 *
 * @param seen how many tests had been mailed when the page was shown; null where nobody knows.
 * @param to the address to which the work mails.
 * @returns null where another's test was the one.
 */
export async function takeTestTurn<T>(
  ctx: TurnContext,
  { seen, to }: { seen: number | null; to: string },
  work: () => Promise<T>,
): Promise<T | null> {
  const known = seen ?? (await findSetupAnswers(ctx.db)).tests ?? 0;
  const id = randomUUID();
  for (;;) {
    const turn = await claimTurn(ctx, id, known);
    if (turn === "sent") return null;
    if (turn === "mine") break;
    await wait(askPauseMs);
  }
  let isSent = false;
  try {
    const value = await holdLease(ctx, (until) => changeTurn(ctx, id, until), work);
    isSent = true;
    return value;
  } finally {
    await endTurn(ctx, id, isSent ? to : null);
  }
}

function claimTurn(ctx: TurnContext, id: string, known: number): Promise<"mine" | "sent" | "busy"> {
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const answers = parseSetupAnswers((await lockSetup(tx))?.answers);
    if ((answers.tests ?? 0) !== known) return "sent";
    const { testing } = answers;
    if (testing !== undefined && Date.parse(testing.until) > now.getTime()) return "busy";
    const until = new Date(now.getTime() + ctx.config.delivery.leaseMs).toISOString();
    await changeSetup(tx, { answers: { ...answers, testing: { id, until } } });
    return "mine";
  });
}

/** Holds the turn longer. */
function changeTurn({ db }: TurnContext, id: string, until: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const answers = parseSetupAnswers((await lockSetup(tx))?.answers);
    if (answers.testing?.id !== id) return;
    await changeSetup(tx, { answers: { ...answers, testing: { id, until: until.toISOString() } } });
  });
}

/** @param sentTo the address to which a test was mailed; null for none. */
function endTurn({ db }: TurnContext, id: string, sentTo: string | null): Promise<void> {
  return db.transaction(async (tx) => {
    const { testing, ...answers } = parseSetupAnswers((await lockSetup(tx))?.answers);
    const isMine = testing?.id === id;
    const kept = isMine || testing === undefined ? answers : { ...answers, testing };
    const sent = sentTo === null ? {} : { tests: (answers.tests ?? 0) + 1, testedAt: sentTo };
    await changeSetup(tx, { answers: { ...kept, ...sent } });
  });
}
