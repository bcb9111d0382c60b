import { sql } from "drizzle-orm";
import type { Database } from "../../src/db/client.ts";
import { batchMoves, deliveryMoves, editionMoves, type Move } from "../../src/delivery/ledger/moves.ts";

/** The tables of moves by the tables whose states they rule. */
export const ledgerMoves: Record<string, readonly Move[]> = {
  editions: editionMoves,
  batches: batchMoves,
  deliveries: deliveryMoves,
};

type RecordedMove = { of: string; from: string | null; to: string };

/** From now on the database writes down each change of a state in the ledger, and each state of a new row. */
export async function recordMoves(db: Database): Promise<void> {
  await db.execute(sql`create table recorded_moves (of text, "from" text, "to" text)`);
  await db.execute(sql`
    create function record_move() returns trigger language plpgsql as $$ begin
      if tg_op = 'INSERT' then
        insert into recorded_moves values (tg_argv[0], null, new.state);
      elsif old.state is distinct from new.state then
        insert into recorded_moves values (tg_argv[0], old.state, new.state);
      end if;
      return null;
    end $$`);
  for (const table of Object.keys(ledgerMoves)) {
    await db.execute(sql`
      create trigger record_move after insert or update on ${sql.identifier(table)}
      for each row execute function record_move(${sql.raw(`'${table}'`)})`);
  }
}

/** The moves since the last time that they were taken, each once. */
export async function takeMoves(db: Database): Promise<RecordedMove[]> {
  const { rows } = await db.execute<RecordedMove>(sql`
    with taken as (delete from recorded_moves returning *) select distinct * from taken order by 1, 2, 3`);
  return rows;
}

/** Those that no table of moves knows. */
export function unknownMoves(moves: RecordedMove[]): RecordedMove[] {
  return moves.filter(
    ({ of, from, to }) => !ledgerMoves[of]?.some((move) => move.from === from && move.to === to),
  );
}
