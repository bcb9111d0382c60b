import { describe, expect, it } from "vitest";
import { decideColumns, noAnswers } from "../../../../src/subscribers/lists/decide-columns.ts";
import { openTable } from "../../../../src/subscribers/lists/read-records.ts";
import { type RowResult, rowReader } from "../../../../src/subscribers/lists/read-row.ts";
import { surveyColumns } from "../../../../src/subscribers/lists/survey-columns.ts";

/** What is read of each record of a list. */
async function read(list: string): Promise<RowResult[]> {
  const open = () => openTable(bytes(list), { utf16: null, legacy: null });
  const readRow = rowReader(decideColumns(await surveyColumns(await open()), noAnswers));
  const rows: RowResult[] = [];
  for await (const { cells } of (await open()).records) rows.push(readRow(cells));
  return rows;
}

async function* bytes(list: string) {
  yield list;
}

const choices = (result: RowResult | undefined) =>
  result?.kind === "row" ? result.row.preferences : result?.reason;

describe("records of one list", () => {
  it("have their own address and the choices that they say, also after others who chose alike", async () => {
    const rows = await read(
      "email,keywords,authors,hour\na@a.example,agents,,7\nb@a.example,,agents,7\nc@a.example,agents,,7\nd@a.example,,,\n",
    );
    expect(rows.map((one) => one.kind === "row" && one.row.email)).toEqual([
      "a@a.example",
      "b@a.example",
      "c@a.example",
      "d@a.example",
    ]);
    expect(rows.map(choices)).toEqual([
      { keywords: ["agents"], hour: 7 },
      { authors: ["agents"], hour: 7 },
      { keywords: ["agents"], hour: 7 },
      {},
    ]);
  });

  it("are refused each for a choice that none may make", async () => {
    const rows = await read("email,hour\na@a.example,99\nb@a.example,7\nc@a.example,99\n");
    expect(rows.map(({ kind }) => kind)).toEqual(["refused", "row", "refused"]);
    expect(choices(rows[0])).toBe(choices(rows[2]));
  });

  it("share choices as one object, so that they are kept and written once", async () => {
    const rows = await read("email,hour\na@a.example,7\nb@a.example,7\nc@a.example,8\n");
    expect(choices(rows[0])).toBe(choices(rows[1]));
    expect(choices(rows[0])).not.toBe(choices(rows[2]));
  });
});
