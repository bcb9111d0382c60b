import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addDays, dayOf } from "../../../src/calendar/periods.ts";
import { createRunningClock } from "../../support/clock.ts";
import { type SourcesOfDays, startSourcesOfDays } from "../../support/publishing.ts";
import { runCli } from "../../support/run-cli.ts";

let from: SourcesOfDays;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "paperboy once-"));
  from = await startSourcesOfDays(createRunningClock());
});
afterAll(async () => {
  await from.close();
  rmSync(folder, { recursive: true, force: true });
});

const paperboy = (...args: string[]) => paperboyWith({}, ...args);

const paperboyWith = (changes: Record<string, string>, ...args: string[]) =>
  runCli(args, {
    ...from.env,
    DATA_DIR: join(folder, "data"),
    HF_REPOS_DAILY_LIMIT: "0",
    DELIVERY_LEASE_MS: "1000",
    ...changes,
  });

it("runs on an embedded database that it starts and stops, and finds there what the run before did", async () => {
  const day = addDays(dayOf(new Date()), -1);
  from.list(day, 4);
  expect(await paperboy("subscribers", "add", "ada@example.com")).toMatchObject({ code: 0 });
  const first = await paperboy("once", "--all", "--date", day, "--json");
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(first.stdout)).toMatchObject({
    editions: [{ editionId: `daily-${day}`, isNew: true, inThisRun: { submitted: 1 } }],
    problems: [],
  });
  const again = await paperboy("once", "--all", "--date", day, "--json");
  expect(again).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(again.stdout)).toMatchObject({ editions: [], problems: [] });
});

it("goes on after a run and its database server that were killed together", async () => {
  const day = addDays(dayOf(new Date()), -2);
  from.list(day, 3);
  const killed = await paperboyWith({ PAPERBOY_CRASH_AT: "sealed:1" }, "once", "--all", "--date", day);
  expect(killed.code).toBe(null);
  const [pid = ""] = readFileSync(join(folder, "data/postgres/data/postmaster.pid"), "utf8").split("\n");
  process.kill(Number(pid), "SIGKILL");
  const next = await paperboy("once", "--all", "--json");
  expect({ code: next.code, stderr: next.stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(next.stdout).editions).toMatchObject([
    { editionId: `daily-${day}`, isNew: false, state: "sent", inThisRun: { submitted: 1 } },
  ]);
});
