import { readFileSync } from "node:fs";
import { PgDialect } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import { batchMoves, type Move } from "../../../src/delivery/ledger/moves.ts";
import { bornAs, either, stepsOf } from "../../../src/delivery/ledger/step.ts";
import { readModules } from "../../support/house.ts";
import { ledgerMoves } from "../../support/recorded-moves.ts";

const docs = readFileSync(new URL("../../../docs/delivery.md", import.meta.url), "utf8");

/** The moves that a table of docs/delivery.md names, each from one state to one. */
function movesInDocs(heading: string): Move[] {
  const [, section = ""] = docs.split(`\n${heading}\n`);
  const [table = ""] = section.trimStart().split("\n\n");
  const rows = [...table.matchAll(/^\| (?<from>[^|]+) \| (?<to>`[^|]+`) \| (?<by>[^|]+) \| .+ \|$/gm)];
  return rows.flatMap(({ groups: { from = "", to = "", by = "" } = {} }) =>
    statesIn(to).flatMap((after) =>
      (from === "(new)" ? [null] : statesIn(from)).map((before) => ({ from: before, to: after, by })),
    ),
  );
}

const statesIn = (cell: string) => cell.split(", ").map((state) => state.replaceAll("`", ""));

const byName = (moves: readonly Move[]) => moves.map(({ from, to, by }) => `${by}: ${from} to ${to}`).sort();

describe("the tables of moves", () => {
  it.each([
    ["editions", "Of an edition:"],
    ["batches", "Of a batch:"],
    ["deliveries", "Of a delivery:"],
  ])("say of %s what docs/delivery.md says", (of, heading) => {
    expect(byName(ledgerMoves[of] ?? [])).toEqual(byName(movesInDocs(heading)));
  });

  it("lose the statements of a move that is taken out", () => {
    const written = (moves: readonly Move[]) =>
      new PgDialect().sqlToQuery(stepsOf(moves)<string>("seal", "sealed", "b.state").isAllowed).sql;
    const without = (from: string) =>
      batchMoves.filter((move) => !(move.by === "seal" && move.to === "sealed" && move.from === from));
    expect(written(batchMoves)).toBe("b.state in ('planned', 'sealed')");
    expect(written(without("planned"))).toBe("b.state in ('sealed')");
    expect(() => written(batchMoves.filter(({ by }) => by !== "seal"))).toThrow(/sealed by "seal"/);
    expect(() => bornAs<Move, string>(batchMoves, "seal", "planned")).toThrow(/planned by "seal"/);
  });

  it("give each row the state and the condition of its own step", () => {
    const step = stepsOf(batchMoves);
    const one = either(
      step("settle", "settled").isAllowed,
      step("answer", "settled"),
      step("seal", "sealed"),
    );
    const query = new PgDialect().sqlToQuery(one.becomes);
    expect(query.sql).toBe("case when state in ('uncertain') then 'settled' else 'sealed' end");
  });
});

describe("outside of the ledger", () => {
  const ruled = "(?:editions|batches|deliveries)";
  /** SQL that sets or gives a state, and the query builder's way to do so. */
  const writes = [
    new RegExp(`\\bupdate ${ruled}\\b(?:(?!\\bwhere\\b)[^\`])*?[\\s,(]state\\s*=`, "i"),
    new RegExp(`\\binsert into ${ruled}\\b[^)]*[\\s,(]state\\b`, "i"),
    /\.(?:update|insert)\((?:editions|batches|deliveries)\)\s*\.(?:set|values)\(\{[^}]*\bstate\b/,
  ];
  const writesState = (text: string) => writes.some((form) => form.test(text));

  it.each([
    "update batches b set leased_until = null, state = 'sealed' where b.id = 1",
    "update editions set state = $1",
    "insert into deliveries (edition_id, state) values (1, 'pending')",
    "tx.update(batches)\n  .set({ leasedUntil, state: 'sealed' })",
    "tx.insert(deliveries).values({ state })",
  ])("a write is seen: %s", (text) => {
    expect(writesState(text)).toBe(true);
  });

  it("no statement writes a state of the ledger, but the one that inserts an edition in its first", () => {
    const writing = readModules(["src", "workers", "seeds"]).filter(
      ({ path, text }) => !path.startsWith("src/delivery/ledger/") && writesState(text),
    );
    expect(writing.map(({ path }) => path)).toEqual(["src/editions/store.ts"]);
  });
});
