import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { actingAs, theProgram } from "../../../src/audit/actor.ts";
import { recordAct } from "../../../src/audit/record-act.ts";
import { auditEntries } from "../../../src/audit/tables.ts";
import { createTestClock } from "../../support/clock.ts";
import { createTestDatabase, emptyTables, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptyTables(database));

const surroundings = { actor: theProgram, clock: createTestClock("2026-06-18T06:00:00Z") };
const ada = actingAs(surroundings, { kind: "operator", name: "Ada", from: "203.0.113.7" });

it("keeps who did what to what, when, from where, with what was before and after", async () => {
  await recordAct(database.db, ada, {
    verb: "edition.revise",
    subject: "daily-2026-06-18",
    before: { subject: null },
    after: { subject: "Look at this" },
  });
  await recordAct(database.db, surroundings, { verb: "edition.approve", subject: "daily-2026-06-18" });
  const rows = await database.db.select().from(auditEntries).orderBy(auditEntries.id);
  expect(rows).toMatchObject([
    {
      at: new Date("2026-06-18T06:00:00Z"),
      actorKind: "operator",
      actorName: "Ada",
      actorFrom: "203.0.113.7",
      verb: "edition.revise",
      subject: "daily-2026-06-18",
      before: { subject: null },
      after: { subject: "Look at this" },
    },
    { actorKind: "program", actorName: null, actorFrom: null, before: null, after: null },
  ]);
});

it("records nothing of an act whose transaction is taken back", async () => {
  await expect(
    database.db.transaction(async (tx) => {
      await recordAct(tx, ada, { verb: "edition.cancel", subject: "daily-2026-06-18" });
      throw new Error("taken back");
    }),
  ).rejects.toThrow("taken back");
  expect(await database.db.select().from(auditEntries)).toEqual([]);
});
