import { type SQL, sql } from "drizzle-orm";
import { batchMoves, deliveryMoves, editionMoves, type Move } from "./moves.ts";

/** The two halves of a statement that writes a state: the state that a row takes, and which rows may take it. */
type StateWrite = { becomes: SQL; isAllowed: SQL };

export type Step = StateWrite & { from: string[] };

type Target<M extends Move, B extends M["by"]> = Extract<M, { by: B }>["to"];

/** Steps of editions by the table of their moves; `column` names the state in the statement. */
export const editionStep = stepsOf(editionMoves);
export const batchStep = stepsOf(batchMoves);
export const deliveryStep = stepsOf(deliveryMoves);

export function stepsOf<M extends Move>(moves: readonly M[]) {
  return <B extends M["by"]>(by: B, to: Target<M, B>, column = "state"): Step => {
    const from = statesBefore(moves, by, to);
    const isAllowed = sql`${sql.raw(column)} in (${sql.join(from.map(literal), sql`, `)})`;
    return { becomes: literal(to), isAllowed, from };
  };
}

/** One step or another for each row, as a condition of it says. */
export function either(condition: SQL, one: StateWrite, other: StateWrite): StateWrite {
  return {
    becomes: sql`case when ${condition} then ${one.becomes} else ${other.becomes} end`,
    isAllowed: sql`case when ${condition} then ${one.isAllowed} else ${other.isAllowed} end`,
  };
}

/**
 * The states from which something may lead to a state, in the order of the table.
 *
 * @throws when there is none: no statement is made that could write it.
 */
function statesBefore<M extends Move, B extends M["by"]>(
  moves: readonly M[],
  by: B,
  to: Target<M, B>,
): string[] {
  const meant: readonly Move[] = moves.filter((move) => move.by === by && move.to === to);
  const from = meant.flatMap((move) => (move.from === null ? [] : [move.from]));
  if (from.length === 0) throw new Error(`No state becomes ${to} by "${by}".`);
  return from;
}

/**
 * The state of a row that something makes.
 *
 * @throws when its table of moves knows no such beginning.
 */
export function bornAs<M extends Move, B extends M["by"]>(
  moves: readonly M[],
  by: B,
  to: Target<M, B>,
): Target<M, B> {
  if (moves.some((move) => move.by === by && move.to === to && move.from === null)) return to;
  throw new Error(`Nothing begins as ${to} by "${by}".`);
}

/** A state as it is written in SQL, so that indexes on some states are used; the tables hold plain words only. */
function literal(state: string): SQL {
  return sql.raw(`'${state}'`);
}
