import { Command } from "commander";
import { beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { envNames } from "../../src/config/env.ts";
import {
  codeIn,
  commandsInTable,
  commentsIn,
  type Doc,
  deadLinks,
  listRepository,
  missingCommands,
  missingExcerpts,
  missingNames,
  missingPaths,
  missingScripts,
  missingVariables,
  namesOf,
  readDocs,
  readText,
} from "../support/docs.ts";

const paths = listRepository();
const docs = readDocs(paths);
const scripts = Object.keys(JSON.parse(readText("package.json")).scripts);
const sources = paths
  .filter(
    (path) =>
      /\.(?:tsx?|mjs|sql|sh)$|^\.ci\/run$|^\.github\/.*\.yml$|^biome\.json$|^Dockerfile$|^compose\.yaml$|^deploy\//.test(
        path,
      ) &&
      !path.endsWith("/") &&
      !path.endsWith("/docs.test.ts"),
  )
  .map(readText)
  .join("\n");
const words = new Set(sources.match(/\w+/g));

const program = new Command("paperboy")
  .option("--env-file <path>")
  .option("--no-env-file")
  .option("--version");

beforeAll(async () => {
  for (const load of Object.values(commands)) program.addCommand(await load());
});

/** Everything that a text names and that is not there. */
function faultsOf(doc: Doc): string[] {
  return [
    ...missingPaths(codeIn(doc.text), paths),
    ...deadLinks(doc, paths),
    ...missingScripts(doc, scripts, paths),
    ...missingCommands(doc, program),
    ...missingVariables(doc, envNames, sources),
    ...missingNames(doc, words),
    ...missingExcerpts(doc, paths),
  ];
}

describe("the docs", () => {
  it.each(docs.map((doc) => doc.path))("%s names only what is there", (path) => {
    const doc = { path, text: readText(path) };
    expect(faultsOf(doc)).toEqual([]);
  });

  it("tell every command in the README, and none that is not there", () => {
    expect([...new Set(commandsInTable(readText("README.md"), program))].sort()).toEqual(
      namesOf(program).sort(),
    );
  });

  it("give each decision a date, a status and the number after the one before", () => {
    const records = docs.filter(({ path }) => path.startsWith("docs/decisions/"));
    expect(records.length).toBeGreaterThan(5);
    for (const [index, { path, text }] of records.entries()) {
      expect(path).toContain(`/${String(index + 1).padStart(4, "0")}-`);
      expect(text, path).toMatch(
        new RegExp(`^# ${index + 1}\\. .+\n\nDate: \\d{4}-\\d\\d-\\d\\d\\. Status: \\w+`),
      );
    }
  });
});

it("comments name only modules that are there", () => {
  const modules = paths.filter((path) => /\.(?:tsx?|mjs)$/.test(path) && !path.endsWith("/docs.test.ts"));
  const missing = modules.flatMap((path) => {
    const named = missingPaths([commentsIn(readText(path))], paths);
    // Data that a program is given lies elsewhere.
    return named.filter((name) => !name.endsWith(".json")).map((name) => `${path}: ${name}`);
  });
  expect(missing).toEqual([]);
});

describe("what holds the docs to the code", () => {
  it.each([
    ["a file", "See `src/delivery/send/deliver-bach.ts`.", "src/delivery/send/deliver-bach.ts"],
    ["a file by its name alone", "See `deliver-bach.ts`.", "deliver-bach.ts"],
    ["a folder", "All of `src/ops/` is gone.", "src/ops/"],
    ["a pattern", "`src/**/schemas.ts`", "src/**/schemas.ts"],
    ["a file in a block", "```text\nseal   src/delivery/seal.ts\n```", "src/delivery/seal.ts"],
    ["the built form", "`node dist/src/cli/mian.js`", "src/cli/mian.ts"],
    ["a link", "[there](docs/no-such.md)", "docs/no-such.md"],
    ["a heading", "[there](docs/delivery.md#no-such)", "docs/delivery.md#no-such"],
    ["a script", "`npm run test:fast`", "test:fast"],
    ["a bench", "`npm run bench -- sned`", "bench sned"],
    ["a command", "`paperboy publsh --date D`", "paperboy publsh"],
    ["a command of a group", "`paperboy subscribers adopt`", "subscribers adopt"],
    ["an option", "`paperboy resume --edition ID --farce`", "resume --farce"],
    ["a variable", "Set `MAIL_TRANSPROT`.", "MAIL_TRANSPROT"],
    ["a group of variables", "`BRAEKER_*`", "BRAEKER_*"],
    ["a function", "`sealBach` seals", "sealBach"],
    ["a table", "`due_perids`", "due_perids"],
    ["a line", "```ts\n// Do: src/clock.ts\nconst clock = 13;\n```", "src/clock.ts: const clock = 13;"],
  ])("finds %s that is not there", (_kind, text, name) => {
    expect(faultsOf({ path: "README.md", text })).toContain(name);
  });
});
