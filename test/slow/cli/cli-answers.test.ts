import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { launcher } from "../../support/run-cli.ts";
import { runCliHere } from "../../support/run-cli-here.ts";
import { casesOf } from "../short.ts";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "paperboy-answers-"));
});

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const surroundings = () => ({ DATABASE_URL: database.url, DATA_DIR: folder });

const paperboy = (...args: string[]) => runCliHere(args, surroundings());

const trace = /\n\s+at /;

/** A command whose answer goes into another; `code` is the command's own. */
function piped(args: string[], reader: string) {
  return new Promise<{ code: number | null; stderr: string }>((resolve, reject) => {
    const script = '"$NODE" "$LAUNCHER" "$@" | $READER; exit $PIPESTATUS';
    const child = spawn("/bin/bash", ["-c", script, "paperboy", ...args], {
      env: {
        PATH: process.env.PATH ?? "",
        LOG_LEVEL: "silent",
        NODE: process.execPath,
        LAUNCHER: launcher,
        READER: reader,
        ...surroundings(),
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stderr }));
  });
}

describe("on a day of the sample", () => {
  const sampleDay = "2026-06-16";
  const id = `daily-${sampleDay}`;

  beforeAll(async () => {
    await paperboy("seed");
    const lines = Array.from({ length: 3_000 }, (_, index) => `of-many-${index}@example.com`);
    const file = join(folder, "many.csv");
    await writeFile(file, ["email", ...lines].join("\n"));
    await paperboy("subscribers", "import", file, "--consent", "at the fair");
  });

  const answers: [string[], string][] = [
    [["subscribers", "export"], "head -1"],
    [["--help"], "true"],
    [["subscribers", "list", "--limit", "1000"], "head -1"],
    [["subscribers", "export", "--format", "jsonl"], "head -1"],
    [["status", "--json"], "true"],
  ];
  it.each(casesOf(answers))("ends quietly when nobody reads on: %j | %s", async (args, reader) => {
    const { code, stderr } = await piped(args, reader);
    expect(stderr).not.toMatch(/EPIPE|Unhandled|\n\s+at /);
    expect(code).toBe(0);
  });

  it("imports every line of a list though nobody reads the report", async () => {
    const file = join(folder, "unread.csv");
    const lines = Array.from({ length: 2_500 }, (_, index) => `unread-${index}@example.com`);
    await writeFile(file, ["email", ...lines].join("\n"));
    expect((await piped(["subscribers", "import", file, "--consent", "at the fair"], "true")).code).toBe(0);
    const listed = await paperboy("subscribers", "list", "--search", "unread-", "--limit", "1", "--json");
    expect(JSON.parse(listed.stdout)).toMatchObject({ total: 2_500 });
  });

  it("fails in one sentence when its answer finds no room", async () => {
    const full = spawn("/bin/sh", ["-c", `"${process.execPath}" "${launcher}" status --json > /dev/full`], {
      env: { PATH: process.env.PATH ?? "", LOG_LEVEL: "silent", ...surroundings() },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    full.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    expect((await once(full, "close"))[0]).toBe(1);
    expect(said).toMatch(/^paperboy: The answer could not be written \(ENOSPC\)\.\n$/m);
    expect(said).not.toMatch(trace);
  });

  it("ranks, and sends a test of, the day that a preview shows when none is named", async () => {
    expect(JSON.parse((await paperboy("rank", "--json")).stdout)).toMatchObject({ date: sampleDay });
    const sent = await paperboy("send-test", "--to", "me@example.com", "--json");
    expect(JSON.parse(sent.stdout)).toMatchObject({ editionId: id });
    const shown = spawn(process.execPath, [launcher, "preview", "--json"], {
      env: { PATH: process.env.PATH ?? "", LOG_LEVEL: "silent", PORT: "0", ...surroundings() },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(shown.stdout.setEncoding("utf8"), "data");
    const page = await (await fetch(JSON.parse(String(line)).url)).text();
    shown.kill("SIGTERM");
    await once(shown, "exit");
    expect(page).toContain(`value="${sampleDay}"`);
  });

  it("sends a test of another's digest, and at another level of detail", async () => {
    await paperboy("subscribers", "add", "brief@example.com", "--max", "1", "--detail", "title");
    const test = async (...more: string[]) => {
      const result = await paperboy("send-test", "--to", "me@example.com", "--json", ...more);
      return result.code === 0 ? JSON.parse(result.stdout) : result;
    };
    const usual = await test();
    const asBrief = await test("--as", "Brief@example.com");
    expect(usual.subject).toMatch(/ \d more$/);
    expect(asBrief.subject).not.toMatch(/more$/);
    expect(await test("--detail", "abstract")).toMatchObject({ subject: usual.subject });
    expect(await test("--as", "nobody@example.com")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Nobody subscribes with this address."),
    });
    expect(await test("--detail", "everything")).toMatchObject({ code: 2 });
  });

  it("says of an edition that is published again whether anything of it leaves", async () => {
    const publish = (...more: string[]) => paperboy("publish", "--date", sampleDay, ...more);
    const held = await publish("--hold");
    expect(held.stdout).toMatch(/is held.*approve --edition daily-2026-06-16/);
    expect(await publish("--now")).toMatchObject({ code: 0, stdout: expect.stringMatching(/is held/) });
    expect(JSON.parse((await publish("--json")).stdout)).toMatchObject({ state: "held" });
    await paperboy("approve", "--edition", id);
    expect((await publish()).stdout).not.toMatch(/is held|paused|cancelled/);
    expect((await publish("--hold")).stdout).toMatch(/goes out already.*not held/);
    await paperboy("pause", "--edition", id, "--reason", "a look at the list");
    expect((await publish()).stdout).toMatch(/paused \(a look at the list\).*resume --edition/);
    await paperboy("cancel", "--edition", id);
    const cancelled = await publish();
    expect(cancelled.stdout).toMatch(/was cancelled.*cannot be published again/);
    expect(cancelled.code).toBe(1);
    expect(JSON.parse((await publish("--json")).stdout)).toMatchObject({ state: "cancelled" });
  });
});
