import type { Command } from "commander";
import { beforeAll, describe, expect, it } from "vitest";
import { callsIn, faultOf, hintsIn, idleProgram } from "../support/called-commands.ts";
import { listRepository, readDocs, readText } from "../support/docs.ts";

const paths = listRepository();
/** Texts that are no Markdown and in which commands stand as they are typed. */
const plain = paths.filter((path) =>
  /^\.env\.example$|^Dockerfile$|^compose\.yaml$|^deploy\/.*[^/]$/.test(path),
);

let program: Command;
beforeAll(async () => {
  program = await idleProgram();
});

async function faultsOf(calls: { line: string; isWhole: boolean }[]): Promise<string[]> {
  const faults = [];
  for (const call of calls) faults.push(await faultOf(program, call));
  return faults.filter((fault) => fault !== null);
}

describe("each command is one of the program's", () => {
  it.each(readDocs(paths).map(({ path }) => path))("in %s", async (path) => {
    expect(await faultsOf(callsIn(readText(path)))).toEqual([]);
  });

  it.each(plain.filter((path) => !path.endsWith(".md")))("in %s", async (path) => {
    expect(await faultsOf(callsIn(`\`\`\`text\n${readText(path)}\n\`\`\``))).toEqual([]);
  });

  it("in what the program says", async () => {
    const modules = paths.filter((path) => /^(?:src|workers|words)\/.*\.tsx?$/.test(path));
    const hints = modules.flatMap((path) =>
      hintsIn(readText(path)).map((line) => ({ line, isWhole: false })),
    );
    expect(hints.length).toBeGreaterThan(30);
    expect(await faultsOf(hints)).toEqual([]);
  });
});

describe("what reads the commands", () => {
  it.each([
    ["a command", "`paperboy publsh --date D`", "publsh"],
    ["a command of a group", "`paperboy subscribers adopt ADDRESS`", "subscribers adopt"],
    ["an option", "`paperboy resume --edition ID --farce`", "--farce"],
    ["an argument that is missing", "```sh\npaperboy edit --drop ID=REASON\n```", "edition"],
    ["an option that is missing", "```sh\npaperboy resume --force\n```", "--edition"],
    ["an option that is missing in a sentence", "`paperboy resume --force`", "--edition"],
    ["a name alone in a block", "```sh\npaperboy retry\n```", "--edition"],
    ["an argument too many", "`paperboy doctor now`", "too many arguments"],
    ["a value that is none", "`paperboy publish --cadence hourly`", "hourly"],
    ["a call of the built form", "`node dist/src/cli/main.js stat`", "stat"],
    ["a call by npm", "`npm run demo -- --quit`", "--quit"],
    ["a call behind a pipe", "```sh\necho a | paperboy statsu\n```", "statsu"],
  ])("finds %s that the program would refuse", async (_, text, name) => {
    expect(await faultsOf(callsIn(text))).toEqual([expect.stringContaining(name)]);
  });

  it.each([
    "`paperboy retry`",
    "`paperboy settings`",
    "`paperboy settle --edition ID --as submitted|failed`",
    "`paperboy publish [--date D] [--now]`",
    '```sh\npaperboy status | head -1\npaperboy subscribers import a.csv \\\n  --consent "signed up; here" # exits 1\n```',
  ])("takes %j", async (text) => {
    expect(await faultsOf(callsIn(text))).toEqual([]);
  });

  it("reads what the program says of an edition", () => {
    expect(hintsIn("say(`x \\`paperboy cancel --edition $" + "{id}\\`.`)")).toEqual(["cancel --edition ID"]);
  });
});
