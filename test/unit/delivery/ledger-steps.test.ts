import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import type { Move } from "../../../src/delivery/ledger/moves.ts";
import { bornAs, either, stepsOf } from "../../../src/delivery/ledger/step.ts";

const moves: Move[] = [
  { from: null, to: "new", by: "plan" },
  { from: "new", to: "open", by: "begin" },
  { from: "shut", to: "open", by: "begin" },
  { from: null, to: "open", by: "restore" },
  { from: "shut", to: "open", by: "restore" },
  { from: "open", to: "shut", by: "end" },
];

const step = (by: string, to: string, column?: string) => stepsOf(moves)<string>(by, to, column);
const written = (part: SQL) => new PgDialect().sqlToQuery(part).sql;

describe("a step", () => {
  it("may be taken from the states that the table names, and from no other", () => {
    expect(written(step("begin", "open").isAllowed)).toBe("state in ('new', 'shut')");
    expect(written(step("end", "shut", "e.state").isAllowed)).toBe("e.state in ('open')");
    expect(step("begin", "open").from).toEqual(["new", "shut"]);
  });

  it("leads to the state that it is named by", () => {
    expect(written(step("begin", "open").becomes)).toBe("'open'");
  });

  it("of rows that exist asks for no state of new ones", () => {
    expect(written(step("restore", "open").isAllowed)).toBe("state in ('shut')");
    expect(() => step("plan", "new")).toThrow('No state becomes new by "plan".');
  });

  it("that the table does not know is no statement", () => {
    expect(() => step("begin", "shut")).toThrow('No state becomes shut by "begin".');
    expect(() => step("leap", "open")).toThrow('No state becomes open by "leap".');
  });

  it("or another is taken by each row as its own condition says, in both halves", () => {
    const { becomes, isAllowed } = either(
      step("begin", "open").isAllowed,
      step("end", "shut"),
      step("begin", "open"),
    );
    expect(written(becomes)).toBe("case when state in ('new', 'shut') then 'shut' else 'open' end");
    expect(written(isAllowed)).toBe(
      "case when state in ('new', 'shut') then state in ('open') else state in ('new', 'shut') end",
    );
  });
});

describe("a new row", () => {
  const born = (by: string, to: string) => bornAs<Move, string>(moves, by, to);

  it("begins in a state that the table lets it begin in", () => {
    expect(born("plan", "new")).toBe("new");
    expect(born("restore", "open")).toBe("open");
  });

  it.each([
    ["plan", "open"],
    ["restore", "new"],
    ["begin", "open"],
    ["end", "shut"],
    ["leap", "new"],
  ])("made to %s does not begin as %s", (by, to) => {
    expect(() => born(by, to)).toThrow(`Nothing begins as ${to} by "${by}".`);
  });
});
