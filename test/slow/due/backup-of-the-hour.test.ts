import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { theProgram } from "../../../src/audit/actor.ts";
import { type Context, createContext } from "../../../src/context.ts";
import { dispatchDue } from "../../../src/delivery/send/dispatch-due.ts";
import { listPeriodsToPublish } from "../../../src/due/store.ts";
import { ingestDay } from "../../../src/papers/ingest.ts";
import { publishEdition } from "../../../src/publish/publish-edition.ts";
import { restoreBackup } from "../../../src/upkeep/restore.ts";
import { createTestClock } from "../../support/clock.ts";
import { type TestContext, testConfig } from "../../support/context.ts";
import {
  editionIds,
  openPeriods,
  publishAllDue,
  type SourcesOfDays,
  startSourcesOfDays,
} from "../../support/publishing.ts";
import { runCliHere } from "../../support/run-cli-here.ts";
import { createDatabase } from "../../support/temporary-database.ts";
import { startToolServer } from "../../support/tool-server.ts";

let clock: ReturnType<typeof createTestClock>;
let from: SourcesOfDays;

beforeEach(async () => {
  clock = createTestClock("2026-06-17T20:00:00Z");
  from = await startSourcesOfDays(clock);
});
afterEach(() => from.close());

const server = await startToolServer();
afterAll(() => server?.close());

describe.skipIf(server === null)("a backup of before the hour of publication", () => {
  const tools = { PATH: `${server?.binaries}:${process.env.PATH}` };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "paperboy-hour-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function open(url: string): Promise<Context & TestContext> {
    const opened = await createContext(testConfig(url, from.env), {
      clock,
      sources: from.sources,
      isMigrating: true,
    });
    await opened.migrate();
    return { ...opened, clock, databaseUrl: url };
  }

  it("publishes nothing again when it is restored after it: an operator is asked", async () => {
    const url = await createDatabase(server?.url ?? "", "before_the_hour");
    const before = await open(url);
    await dispatchDue(before);
    from.list("2026-06-16");
    from.list("2026-06-17");
    await ingestDay(before, { day: "2026-06-17" });
    const file = path.join(folder, "paperboy.dump");
    expect(await runCliHere(["backup", file], { ...tools, DATABASE_URL: url })).toMatchObject({ code: 0 });
    clock.set("2026-06-18T04:00:00Z");
    expect(await publishAllDue(before)).toEqual(["daily-2026-06-17 published"]);
    await before.close();

    clock.set("2026-06-18T09:00:00Z");
    const target = await createDatabase(server?.url ?? "", "after_the_hour");
    const path_ = process.env.PATH;
    process.env.PATH = tools.PATH;
    const report = await restoreBackup(testConfig(target), file, {
      isForced: false,
      now: clock.now(),
      actor: theProgram,
    }).finally(() => {
      process.env.PATH = path_;
    });
    expect(report.toDecide).toEqual([{ cadence: "daily", period: "2026-06-17" }]);
    const after = await open(target);
    expect(await publishAllDue(after)).toEqual([]);
    expect(await openPeriods(after)).toEqual(["daily-2026-06-17 missed"]);
    expect(await editionIds(after)).toEqual([]);
    // The next hour is an hour like any other; what waits for an operator goes on waiting.
    from.list("2026-06-18");
    clock.set("2026-06-19T04:00:00Z");
    expect(await publishAllDue(after)).toEqual(["daily-2026-06-18 published"]);
    expect(await openPeriods(after)).toEqual(["daily-2026-06-17 missed"]);
    await publishEdition(after, { cadence: "daily", period: "2026-06-17", isHeld: false, isNow: false });
    expect(await openPeriods(after)).toEqual([]);
    await after.close();
  }, 120_000);

  it("made while an edition was being published leaves that to an operator too", async () => {
    const url = await createDatabase(server?.url ?? "", "in_the_hour");
    const before = await open(url);
    await dispatchDue(before);
    clock.set("2026-06-18T04:00:00Z");
    await dispatchDue(before);
    expect(await listPeriodsToPublish(before.db, clock.now())).toHaveLength(1);
    await before.close();
    const file = path.join(folder, "paperboy.dump");
    await runCliHere(["backup", file], { ...tools, DATABASE_URL: url });
    const target = await createDatabase(server?.url ?? "", "after_that_hour");
    const restored = await runCliHere(["restore", file], { ...tools, DATABASE_URL: target });
    expect(restored.stdout).toMatch(/may have gone out after the backup/);
    const after = await open(target);
    expect(await publishAllDue(after)).toEqual([]);
    expect(await openPeriods(after)).toEqual(["daily-2026-06-17 missed"]);
    await after.close();
  }, 120_000);
});
