import { describe, expect, it } from "vitest";
import { pages } from "../../scripts/docs/pages.ts";
import { pictureScripts } from "../../scripts/docs/pictures-page.ts";
import { envNames } from "../../src/config/env.ts";
import {
  codeIn,
  commentsIn,
  type Doc,
  deadLinks,
  listRepository,
  missingExcerpts,
  missingNames,
  missingPaths,
  missingScripts,
  missingVariables,
  oddAddresses,
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
/** Lists as other programs write them, whose columns the docs name. */
const lists = paths.filter((path) => path.startsWith("test/fixtures/lists/moving/")).slice(1);
const columns = lists.flatMap((path) => readText(path).match(/\w+/g) ?? []);
const words = new Set([...(sources.match(/\w+/g) ?? []), ...columns]);

/** Everything that a text names and that is not there. */
function faultsOf(doc: Doc): string[] {
  return [
    ...missingPaths(codeIn(doc.text), paths),
    ...deadLinks(doc, paths),
    ...oddAddresses(doc),
    ...missingScripts(doc, scripts, paths),
    ...missingVariables(doc, [...envNames, ...columns], sources),
    ...missingNames(doc, words),
    ...missingExcerpts(doc, paths),
  ];
}

describe("the docs", () => {
  it.each(docs.map((doc) => doc.path))("%s names only what is there", (path) => {
    const doc = { path, text: readText(path) };
    expect(faultsOf(doc)).toEqual([]);
  });

  it.each(Object.entries(pages))("of `npm run docs:%s` are as they are written now", async (_, page) => {
    expect(readText(page.path)).toBe(await page.write());
  });

  it("stand in their index, each with what it is for", () => {
    const index = readText("docs/README.md");
    const parts = docs.map(({ path }) => path).filter((path) => /^docs\/[^/]+\.md$/.test(path));
    const missing = parts.filter((path) => !index.includes(`](${path.slice("docs/".length)})`));
    expect(missing).toEqual(["docs/README.md"]);
  });

  it("give each decision a date, a status and the number after the one before", () => {
    const records = docs.filter(({ path }) => /^docs\/decisions\/\d/.test(path));
    expect(records.length).toBeGreaterThan(5);
    for (const [index, { path, text }] of records.entries()) {
      expect(path).toContain(`/${String(index + 1).padStart(4, "0")}-`);
      expect(text, path).toMatch(
        new RegExp(`^# ${index + 1}\\. .+\n\nDate: \\d{4}-\\d\\d-\\d\\d\\. Status: \\w+`),
      );
    }
  });
});

it("the page of privacy names each table that knows a reader or an address", () => {
  const tables = paths
    .filter((path) => path.endsWith("tables.ts"))
    .flatMap((path) => [...readText(path).matchAll(/pgTable\(\s*"(\w+)",(?:(?!pgTable\()[\s\S])*/g)])
    .filter(([text]) => /"(?:subscriber_id|email|recipients?|address_hash)"/.test(text))
    .map(([, name]) => name);
  const page = readText("docs/privacy.md");
  expect(tables).toContain("subscribers");
  expect(tables.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

describe("the pictures", () => {
  const pictures = paths.filter((path) => path.startsWith("docs/pictures/") && path.endsWith(".png"));

  it("are each taken by the script of their folder", () => {
    const strays = pictures.filter((path) => {
      const maker = pictureScripts.find(({ folder }) => path.startsWith(`docs/pictures/${folder}/`));
      if (!maker || !scripts.includes(maker.script)) return true;
      const scene = /([^/]+?)(?:-\d+-(?:light|dark)[a-z-]*)?\.png$/.exec(path)?.[1];
      const modules = sourcesOf(`scripts/pictures/${maker.folder}`);
      return !modules.includes(`"${scene}"`) && !modules.includes(`"${scene}.png"`);
    });
    expect(pictures.length).toBeGreaterThan(50);
    expect(strays).toEqual([]);
  });
});

/** The text of a module and of those whose names begin with its own. */
function sourcesOf(begin: string): string {
  return paths
    .filter((path) => path.startsWith(begin) && path.endsWith(".ts"))
    .map(readText)
    .join("\n");
}

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
    ["an address that is not safe", "[there](http://resend.com/docs)", "http://resend.com/docs"],
    ["an address that stands for another", "[x](https://example.org/a)", "https://example.org/a"],
    ["an address of this machine", "[x](https://localhost/a)", "https://localhost/a"],
    ["a script", "`npm run test:fast`", "test:fast"],
    ["a bench", "`npm run bench -- sned`", "bench sned"],
    ["a variable", "Set `MAIL_TRANSPROT`.", "MAIL_TRANSPROT"],
    ["a group of variables", "`BRAEKER_*`", "BRAEKER_*"],
    ["a function", "`sealBach` seals", "sealBach"],
    ["a table", "`due_perids`", "due_perids"],
    ["a line", "```ts\n// Do: src/clock.ts\nconst clock = 13;\n```", "src/clock.ts: const clock = 13;"],
  ])("finds %s that is not there", (_kind, text, name) => {
    expect(faultsOf({ path: "README.md", text })).toContain(name);
  });
});
