import { envNames, readConfig } from "../../src/config/env.ts";
import { InvalidConfigError } from "../../src/errors.ts";
import { settingNames, settingsRegistry } from "../../src/settings/registry.ts";
import { asSentence, escapeText, mapProse, table, writtenBy } from "./markdown.ts";

/** Variables that share one comment, as `NAME=default` lines beneath it. */
type Group = { comment: string; variables: { name: string; usual: string }[] };
type Section = { title: string; groups: Group[] };

/**
 * The page of every setting: what `.env.example` says of each variable, what the configuration refuses, and the table of
 * settings that operators change while all runs.
 *
 * @param example the text of `.env.example`.
 */
export function settingsPage(example: string): string {
  const { sections } = readExample(example);
  return `${[
    "# Every setting",
    writtenBy("docs:settings", "`.env.example` and `src/settings/registry.ts`"),
    intro,
    ...sections.flatMap(({ title, groups }) => [
      `## ${title}`,
      table(["variable", "default", "what it is"], groups.map(rowOf)),
    ]),
    "## What operators change while it runs",
    whileItRuns,
    table(["setting", "fixed by", "what it is"], settingNames.map(settingRow)),
  ].join("\n\n")}\n`;
}

const intro = `Paperboy reads variables of its environment, once, when a process starts. Each command reads \`.env\` in the folder where it is called, if there is one; \`--env-file PATH\` names another file, \`--no-env-file\` none. Variables of the environment win over those of a file, and a file that is missing or malformed is refused with its line. Each but \`NODE_ENV\` may lie in a file that \`NAME_FILE\` names, as Docker and Kubernetes hand secrets over: \`TOKEN_SECRET_FILE=/run/secrets/token\`. An empty value counts as unset. All problems are reported together, and no secret is ever printed; \`paperboy doctor\` looks at what the values lead to. The demo, the tests and the benchmarks read no file.

Node 20 looks for the file of \`--env-file\` itself and says \`node: PATH: not found\` when it is missing; \`node -- dist/src/cli/main.js\` leaves that to Paperboy.

[.env.example](../.env.example) is this page as a file; \`paperboy init\` writes one to begin with, with fresh secrets.`;

const whileItRuns = `\`/ops/settings\` and \`paperboy settings\` change these, and each process reads them anew every 20 seconds. A variable that is set fixes its setting, which is then shown as fixed. How they look: [operations.md](operations.md#the-installations-own-name).`;

/** @throws {Error} when a line is neither a comment, a title nor a variable. */
function readExample(example: string): { sections: Section[] } {
  const sections: Section[] = [];
  let comment: string[] = [];
  let isOpen = false;
  for (const line of example.split("\n")) {
    const title = /^# --- (.+?) -+$/.exec(line)?.[1];
    const said = /^# ?(.*)$/.exec(line)?.[1];
    const [, name, usual = ""] = /^([A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
    const groups = sections.at(-1)?.groups;
    if (title !== undefined) {
      sections.push({ title, groups: [] });
      comment = [];
    } else if (name !== undefined && groups) {
      const last = groups.at(-1);
      if (isOpen && comment.length === 0 && last) last.variables.push({ name, usual });
      else groups.push({ comment: comment.join(" "), variables: [{ name, usual }] });
      comment = [];
    } else if (said !== undefined) comment.push(said);
    else if (line !== "") throw new Error(`.env.example: "${line}" is no comment, title or variable`);
    isOpen = name !== undefined;
  }
  return { sections };
}

function rowOf({ comment, variables }: Group): string[] {
  return [
    variables.map(({ name }) => `\`${name}\``).join("<br>"),
    variables.map(({ usual }) => (usual === "" ? "" : `\`${usual}\``)).join("<br>"),
    [comment === "" ? "" : ended(comment), ...rulesOf(variables)]
      .filter((text) => text !== "")
      .map(linked)
      .join(" "),
  ];
}

const ended = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`);

/** One sentence for all variables of a group, or one for each where they differ. */
function rulesOf(variables: Group["variables"]): string[] {
  const rules = variables.map(({ name }) => ({ name, rule: ruleOf(name) }));
  const [first] = rules;
  if (first?.rule && rules.every(({ rule }) => rule === first.rule)) return [asSentence(first.rule)];
  return rules.flatMap(({ name, rule }) => (rule === null ? [] : [`${name} ${rule}.`]));
}

/** What a variable must be, in the words in which a wrong value is refused; null where every text is taken. */
function ruleOf(name: string): string | null {
  for (const wrong of ["-1", "\u0001", "x y"]) {
    const refusal = refusalsOf(name, wrong).find((text) => /^(?:must (?:be|have|start)|may )/.test(text));
    if (refusal) return refusal.replace(/(?:: it has|; entry 1) .*$/, "");
  }
  return null;
}

function refusalsOf(name: string, value: string): string[] {
  try {
    readConfig({ [name]: value });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    return error.problems
      .filter((problem) => problem.startsWith(`${name} `))
      .map((problem) => problem.slice(name.length + 1));
  }
}

const known = new Set(envNames);

/** Files of `docs` as links, and names of variables as code. */
function linked(text: string): string {
  return mapProse(escapeText(text), (prose) =>
    prose
      .replaceAll(/\bdocs\/([\w-]+\.md)/g, "[$1]($1)")
      .replaceAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g, (word) => (known.has(word) ? `\`${word}\`` : word)),
  );
}

const tooMuch = ["x".repeat(1000), "x\n".repeat(50), "<\n>", ""];

function settingRow(name: (typeof settingNames)[number]): string[] {
  const { variable, meaning, schema } = settingsRegistry[name];
  const refusals = tooMuch
    .flatMap((value) => schema.safeParse(value).error?.issues ?? [])
    .map(({ message }) => message)
    .filter((message) => message.startsWith("must ") && !/empty|seen|object/.test(message));
  const rules = [...new Set(refusals)].map((rule) => linked(asSentence(rule)));
  return [`\`${name}\``, `\`${variable}\``, [linked(meaning), ...rules].join(" ")];
}
