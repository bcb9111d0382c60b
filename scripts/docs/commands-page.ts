import type { Command } from "commander";
import { asSentence, escapeText, table, writtenBy } from "./markdown.ts";

/** The page of every command, as the program itself describes them. */
export function commandsPage(program: Command): string {
  const commands = program.commands.flatMap(leavesOf);
  const silent = commands.filter((command) => !command.options.some(({ long }) => long === "--json"));
  return `${[
    "# Every command",
    writtenBy("docs:commands", "the commands' own descriptions in `src/cli`"),
    intro(silent.map((command) => `\`${pathOf(command)}\``)),
    table(
      ["command", "what it does"],
      commands.map((command) => [
        `[\`${pathOf(command)}\`](#${pathOf(command).replaceAll(" ", "-")})`,
        escapeText(command.description()),
      ]),
    ),
    ...commands.flatMap(sectionOf),
  ].join("\n\n")}\n`;
}

const intro = (
  silent: string[],
) => `\`paperboy COMMAND\` where the package is installed, \`npx paperboy COMMAND\` in a checkout, \`node dist/src/cli/main.js COMMAND\` when it is built, and \`bin/paperboy.mjs\` of a checkout, or a link to it, from any folder. [How the package is installed](quick-start.md#as-a-package). What is kept without a database server lies in \`.data\` where the command is called, or in \`DATA_DIR\`.

Every command has \`--help\`${silent.length === 0 ? " and `--json`, which prints the answer as JSON" : `, and all but ${silent.join(", ")} have \`--json\`, which prints the answer as JSON`}. \`--env-file PATH\` and \`--no-env-file\` say where variables come from ([settings.md](settings.md)); \`--version\` tells the version.

| exit code | means |
| --- | --- |
| 0 | good |
| 1 | understood and refused, or failed: a date in the future, a day without papers, a server that is down |
| 2 | wrong usage: an unknown option, a malformed date, a wrong variable |

"Repeatable" and "safe to repeat": a second run finds what the first one did, and changes nothing more.`;

function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

/** The words by which a command is called, without the program's. */
function pathOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}

function sectionOf(command: Command): string[] {
  const help = command.createHelp();
  const rows = [
    ...help
      .visibleArguments(command)
      .map((argument) => [`\`${help.argumentTerm(argument)}\``, help.argumentDescription(argument)]),
    ...help
      .visibleOptions(command)
      .filter(({ long }) => long !== "--help" && long !== "--json")
      .map((option) => [`\`${option.flags}\``, help.optionDescription(option)]),
  ];
  const example = exampleOf(command);
  return [
    `## ${pathOf(command)}`,
    asSentence(escapeText(command.description())),
    ...(example === null ? [] : [`\`\`\`sh\n${example}\n\`\`\``]),
    ...(rows.length === 0
      ? []
      : [
          table(
            ["argument or option", "what it says"],
            rows.map(([term = "", text = ""]) => [term, escapeText(text)]),
          ),
        ]),
  ];
}

/** The example at the end of a command's help. */
function exampleOf(command: Command): string | null {
  let help = "";
  const before = command.configureOutput();
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  command.configureOutput(before);
  const examples = [...help.matchAll(/^ {2}\$ (.+)$/gm)].map(([, line]) => line);
  return examples.length === 0 ? null : examples.join("\n");
}
