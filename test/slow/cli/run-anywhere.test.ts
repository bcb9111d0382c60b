import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { launcher, runCli } from "../../support/run-cli.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));

let database: TestDatabase;
let folder: string;
/** A link to the launcher, as a package manager lays one into a folder of the PATH. */
let link: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync("/tmp/paper boy-");
  link = join(folder, "paperboy");
  symlinkSync(launcher, link);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Called through the link, in a folder whose `.env` holds this text. */
function linked(args: string[], dotEnv: string, env: Record<string, string> = {}) {
  writeFileSync(join(folder, ".env"), dotEnv);
  return runCli(args, env, { folder, program: link });
}

/** The same without a process of its own. */
function paperboy(args: string[], dotEnv: string, env: Record<string, string> = {}) {
  writeFileSync(join(folder, ".env"), dotEnv);
  return runCliHere(args, env, { folder });
}

describe("the variables of a command", () => {
  it("come from .env in the working directory, where given ones win", async () => {
    const dotEnv = `DATABASE_URL="${database.url}"\nLOG_LEVEL=loud\n`;
    const given = await linked(["status", "--json"], dotEnv, { LOG_LEVEL: "silent" });
    expect(given).toMatchObject({ code: 0, stderr: "" });
    const wrong = await paperboy(["status"], `${dotEnv}PORT=eighty\n`);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/PORT/) });
    expect((await paperboy(["status", "--no-env-file", "--json"], "PORT=eighty", surroundings())).code).toBe(
      0,
    );
  });

  it("come from another file when it is named, before or after the command", async () => {
    writeFileSync(join(folder, "other"), `DATABASE_URL=${database.url}\n`);
    const told = { code: 0, stderr: "" };
    // Node would take the option for its own, were it given to the process before the command.
    expect(await linked(["--env-file=other", "status", "--json"], "PORT=eighty\n")).toMatchObject(told);
    expect(await paperboy(["status", "--json", "--env-file", "other"], "PORT=eighty\n")).toMatchObject(told);
  });

  it.each([
    ["is missing", ["--env-file", "nowhere"], "", /no file nowhere/],
    ["is malformed", [], "A=1\nhunter2\n", /Line 2 of \.env is neither NAME=value/],
  ])("are refused in one sentence when the file %s", async (_, args, dotEnv, words) => {
    const result = await paperboy(["status", ...args], dotEnv);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(words);
    expect(result.stderr.trim()).not.toMatch(/\n|hunter2/);
    expect((await paperboy(["status", "--help"], dotEnv)).code).toBe(0);
  });
});

it("tells its version", async () => {
  const told = { code: 0, stdout: `${version}\n` };
  expect(await linked(["--version"], "no variable")).toMatchObject(told);
  expect(await runCliHere(["-V"], {})).toMatchObject(told);
});

describe("a copy in which nothing is installed or built", () => {
  it.each([
    ["a fresh clone", {}, /^paperboy: Nothing is installed here: run `npm ci` in \/.*copy\/ first\.\n$/],
    [
      "one in production",
      { NODE_ENV: "production" },
      /^paperboy: Nothing is built here: run `npm ci .*build` in/,
    ],
  ])("says what to do, as %s", async (_, env, words) => {
    const copy = join(folder, "copy");
    for (const part of ["bin", "src/cli"]) mkdirSync(join(copy, part), { recursive: true });
    copyFileSync(launcher, join(copy, "bin/paperboy.mjs"));
    writeFileSync(join(copy, "src/cli/main.ts"), "");
    const result = await runCli(["status"], env, { folder, program: join(copy, "bin/paperboy.mjs") });
    expect(result).toMatchObject({ code: 1, stderr: expect.stringMatching(words) });
  });
});

/** Makes Node name each of React Email's modules that it loads. */
const tellTemplates = (() => {
  const toUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const hooks = `import { writeSync } from "node:fs";
    export function load(url, context, next) {
      if (url.includes("/@react-email/")) writeSync(2, "loaded " + url + "\\n");
      return next(url, context);
    }`;
  const code = `import { register } from "node:module"; register(${JSON.stringify(toUrl(hooks))});`;
  return { NODE_OPTIONS: `--import=${toUrl(code)}` };
})();

it("loads no template for a command that renders nothing, and does for one that makes a mail", async () => {
  const variables = { ...surroundings(), ...tellTemplates };
  for (const args of [
    ["status", "--json"],
    ["worker", "--help"],
  ])
    expect(await runCli(args, variables), args.join(" ")).toMatchObject({ code: 0, stderr: "" });
  await runCliHere(["seed"], surroundings());
  const published = await runCli(["publish", "--date", "2026-06-16"], variables);
  expect(published.stderr).toMatch(/^loaded .*@react-email/m);
});

function surroundings() {
  return { DATABASE_URL: database.url, DATA_DIR: join(folder, "data") };
}
