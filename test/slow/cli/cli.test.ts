import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { version } from "../../../src/config/package.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { launcher, runCli } from "../../support/run-cli.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

let database: TestDatabase;
let huggingface: FakeHuggingFace;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  huggingface = await startFakeHuggingFace({ days: {} });
  folder = await mkdtemp(join(tmpdir(), "paperboy-cli-"));
});

afterAll(async () => {
  await huggingface.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

function paperboy(...args: string[]) {
  return runCliHere(args, surroundings());
}

const surroundings = () => ({
  DATABASE_URL: database.url,
  DATA_DIR: folder,
  HF_BASE_URL: huggingface.url,
  ARXIV_BASE_URL: "http://127.0.0.1:9",
  ARXIV_SPACING_MS: "0",
});

const trace = /\n\s+at /;

describe("the command line", () => {
  it("unsubscribes a reader by address, in whatever case, and says when they had left", async () => {
    await paperboy("subscribers", "add", "leaver@example.com");
    const leave = () => paperboy("subscribers", "unsubscribe", " Leaver@Example.com", "--json");
    const first = await leave();
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ kind: "unsubscribed" });
    expect(JSON.parse((await leave()).stdout)).toMatchObject({ kind: "already" });
    const listed = await paperboy("subscribers", "list", "--state", "unsubscribed", "--json");
    expect(JSON.parse(listed.stdout)).toMatchObject({ subscribers: [{ email: "leaver@example.com" }] });
    const nobody = await paperboy("subscribers", "unsubscribe", "nobody@example.com");
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining("no subscriber") });
  });

  it.each([
    ["an unknown command", ["frobnicate"], 2, /unknown command/],
    ["an unknown option", ["status", "--frobnicate"], 2, /unknown option/],
    ["a missing option", ["approve"], 2, /--edition/],
    ["a malformed date", ["publish", "--date", "2026-02-30"], 2, /2026-02-30/],
    ["a date that is none", ["rank", "--date", "yesterday"], 2, /yesterday/],
    ["a future date", ["publish", "--date", "2999-01-01"], 1, /not begun/],
    ["a future day to collect", ["ingest", "--date", "2999-01-01"], 1, /future/],
    ["a malformed day to collect", ["ingest", "--date", "2026-02-30"], 2, /2026-02-30/],
    ["a source that is none", ["ingest", "--source", "reddit"], 2, /reddit/],
    ["a day without papers", ["publish", "--date", "2026-06-14"], 1, /no papers/i],
    ["an edition that is not there", ["status", "--edition", "daily-2001-01-01"], 1, /no edition/],
    ["an address that is none", ["subscribers", "add", "nobody"], 1, /address/],
    ["a zone that is none", ["subscribers", "add", "a@example.com", "--timezone", "Mars/Base"], 1, /zone/],
    [
      "a file that is not there",
      ["subscribers", "import", "/nowhere.csv", "--consent", "x"],
      2,
      /cannot be read/,
    ],
    ["an import without consent", ["subscribers", "import", "/nowhere.csv"], 2, /--consent/],
  ] as const)("refuses %s in one clear sentence", async (_, args, code, words) => {
    const result = await paperboy(...args);
    expect(result.stderr).toMatch(words);
    expect(result.stderr).not.toMatch(trace);
    expect(result.stdout).toBe("");
    expect(result.code).toBe(code);
  });

  it("reports every wrong variable, exits with 2 and shows no value", async () => {
    const result = await runCliHere(["status"], { PORT: "eighty", DATABASE_URL: "mysql://hunter2@db" });
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/PORT/);
    expect(result.stderr).toMatch(/DATABASE_URL/);
    expect(result.stderr).not.toMatch(/hunter2/);
  });

  it("says what to do when the database does not answer", async () => {
    const result = await runCli(["status"], { DATABASE_URL: "postgres://user:hunter2@127.0.0.1:9/paperboy" });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/DATABASE_URL/);
    expect(result.stderr).not.toMatch(/hunter2|\n\s+at /);
  });

  it("tells a server's version in the first line of its log", async () => {
    const child = spawn(process.execPath, [launcher, "web", "--no-env-file"], {
      env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...surroundings(), PORT: "0" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "close");
    const [first] = await once(child.stderr.setEncoding("utf8"), "data");
    child.kill("SIGTERM");
    await ended;
    expect(JSON.parse(String(first).split("\n")[0] ?? "")).toMatchObject({
      msg: "Paperboy starts",
      version,
    });
  });

  it("shows help with an example for each command", async () => {
    const { stdout } = await paperboy("--help");
    const names = [...stdout.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name ?? "");
    expect(names.length).toBeGreaterThan(20);
    for (const name of ["publish", "status", "subscribers"]) expect(names).toContain(name);
    const help = await paperboy("publish", "--help");
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/Example:\n {2}\$ paperboy publish/);
  });

  it("imports the good lines of a CSV, reports the bad ones, and imports nothing twice", async () => {
    const file = join(folder, "readers.csv");
    await writeFile(
      file,
      "email,timezone,hour,topics\none@csv.example,Europe/Berlin,7,cs.CL\nnot-an-address,,,\nTWO@csv.example,Mars/Base,7,\nthree@csv.example,,25,\nfour@csv.example,Asia/Tokyo,8,cs.CV|cs.LG\n",
    );
    const refusedFile = join(folder, "refused.csv");
    const first = await paperboy(
      "subscribers",
      "import",
      file,
      "--consent",
      "fair 2026",
      "--refused",
      refusedFile,
      "--json",
    );
    expect(JSON.parse(first.stdout)).toMatchObject({ read: 5, imported: 2, refusedCount: 3 });
    expect((await readFile(refusedFile, "utf8")).trim().split("\n")).toHaveLength(3);
    const again = ["subscribers", "import", file, "--consent", "fair 2026", "--refused", refusedFile];
    const second = await paperboy(...again, "--json");
    expect(JSON.parse(second.stdout)).toMatchObject({ imported: 0, known: 2 });
    const list = await paperboy("subscribers", "list", "--search", "csv.example", "--json");
    const { subscribers } = JSON.parse(list.stdout) as { subscribers: { email: string; timezone: string }[] };
    expect(subscribers.map(({ email, timezone }) => [email, timezone])).toEqual([
      ["four@csv.example", "Asia/Tokyo"],
      ["one@csv.example", "Europe/Berlin"],
    ]);
  });

  it("writes refused lines with number and reason to a file, safe for a spreadsheet", async () => {
    const file = join(folder, "list.csv");
    const refused = join(folder, "refused.csv");
    await writeFile(file, "email,name\ngood@import.example,G\nnobody,=1+1\n");
    const run = (...more: string[]) =>
      paperboy("subscribers", "import", file, "--consent", "asked", "--refused", refused, ...more);
    const rehearsed = await run("--dry-run");
    expect(rehearsed.stdout).toMatch(/Dry run: 2 read, 1 imported/);
    const result = await run();
    expect(result.stdout).toMatch(/2 read, 1 imported, 0 known, 0 kept out, 1 refused/);
    expect(result.stdout).toMatch(/line 3: the address is not usable/);
    expect(await readFile(refused, "utf8")).toMatch(/^3,the address is not usable: [^\n]+,nobody,'=1\+1\n$/);
    const unwritable = await paperboy(
      "subscribers",
      "import",
      file,
      "--consent",
      "x",
      "--refused",
      "/no/such/file",
    );
    expect(unwritable.code).toBe(2);
    expect(unwritable.stderr).toMatch(/cannot be written/);
  }, 120_000);

  it("asks about a column that is not known, and takes answers for columns and words", async () => {
    const file = join(folder, "asked.csv");
    await writeFile(
      file,
      "email,status,Newsgroup\nleft@asked.example,unsubscribed,x\nvip@asked.example,VIP,\n",
    );
    const rehearse = (...answers: string[]) =>
      paperboy("subscribers", "import", file, "--consent", "asked", "--dry-run", ...answers);
    const asked = await rehearse();
    expect(asked).toMatchObject({ code: 1, stdout: "" });
    expect(asked.stderr).toMatch(/"Newsgroup" holds x \(1\), empty \(1\)/);
    const refused = join(folder, "asked.refused.csv");
    const answers = ["--ignore-column", "Newsgroup", "--value", "status:VIP=yes", "--refused", refused];
    const told = await rehearse(...answers);
    expect(told.stdout).toMatch(/ {2}status +the state\n {2}not read: Newsgroup\n/);
    expect(told.stdout).toMatch(
      /2 read, 1 imported, 0 known, 1 kept out \(1 suppressed from now on\), 0 refused/,
    );
  }, 120_000);
});

describe("a worker", () => {
  // npm and npx put such a shell between, which passes no signal on.
  it.each([
    ["it", "exec"],
    ["the shell of npm around it", ""],
  ])("drains and ends when %s gets SIGTERM", async (_, how) => {
    const command = `${how} "${process.execPath}" "${launcher}" worker; exit $?`;
    const child = spawn("/bin/sh", ["-c", command], {
      env: { PATH: process.env.PATH ?? "", LOG_LEVEL: "silent", npm_execpath: "npm", ...surroundings() },
      stdio: ["ignore", "pipe", "inherit"],
    });
    // The worker holds the other end of the pipe: it closes when the worker is gone.
    const gone = once(child.stdout, "close");
    await once(child.stdout.setEncoding("utf8"), "data");
    child.kill("SIGTERM");
    await gone;
    if (how === "exec") expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(0);
  });
});
