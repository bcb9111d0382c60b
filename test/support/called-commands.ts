import { Command, CommanderError } from "commander";
import { createProgram } from "../../src/cli/run.ts";
import { codeIn } from "./docs.ts";

/** The program with all its commands, which are read and do nothing. */
export async function idleProgram(): Promise<Command> {
  const program = await createProgram();
  idle(program);
  // Reading a file of variables, which precedes each command, is one of the things that are not done.
  const bare = new Command("paperboy").exitOverride().configureOutput(silent).version("1.0.0", "--version");
  for (const option of program.options) if (option.long !== "--version") bare.addOption(option);
  for (const command of program.commands) bare.addCommand(command);
  return bare;
}

const silent = { writeOut: () => {}, writeErr: () => {} };

function idle(command: Command): void {
  command.exitOverride().configureOutput(silent);
  if (command.commands.length === 0) command.action(() => {});
  for (const child of command.commands) idle(child);
}

/** What may stand before the program's name where it is called; elsewhere it is another program's argument, or a name. */
const before =
  /(?:^[\s-]*|[`"'=]|(?:^|[\s=])\/(?:[\w.-]+\/)+|[|&;*$] |\b(?:npx(?: -\S+)*|exec|sudo(?: -u \w+)?|run:|then|do) |\b[A-Z_]+=\S* )/;
const words = /((?:[a-z][\w-]*|\[?-)(?:"[^"\n]*"|'[^'\n]*'|[^\n`#;&|<>)"']|<[\w-]+>|\|(?=\w))*)/;
const call = new RegExp(
  `(?:${before.source}paperboy|\\S*(?:cli/main\\.js|paperboy\\.mjs)) +${words.source}`,
  "gm",
);

/**
 * The command lines of `paperboy` in the code of a text, without its name.
 *
 * @returns each with whether it is a whole line of a shell block, which must be right as it stands; a command that is
 * only named in a sentence may lack what it needs.
 */
export function callsIn(text: string): { line: string; isWhole: boolean }[] {
  const written = text
    // As a cell of a table has it.
    .replaceAll("\\|", "|")
    .replaceAll(/ \\\n\s*/g, " ")
    .replaceAll(/\bnpm run (?:-s )?(?:paperboy -- |(demo|start)\b(?: -- )?)/g, "paperboy $1 ");
  const shell = [...written.matchAll(/^ *```sh\b[^\n]*\n(.*?)^ *```/gms)].map(([, lines = ""]) => lines);
  const whole = new Set(shell.flatMap((lines) => linesOf(lines)));
  return codeIn(written).flatMap((code) => linesOf(code).map((line) => ({ line, isWhole: whole.has(line) })));
}

function linesOf(code: string): string[] {
  return [...code.matchAll(call)].map(([, line = ""]) => line.trim().replace(/[.,:]$/, ""));
}

/** What stands for a value in the docs: a word in capitals, which is filled in by one that its option takes. */
const standIns: Record<string, string> = {
  D: "2026-06-18",
  C: "daily",
  N: "2",
  HOUR: "7",
  COMMAND: "status",
};

/**
 * Why a command line is none of the program's; null when it is one. `[...]` is what may be left out, `a|b` a choice.
 *
 * @param isWhole false for a name in a sentence: alone it need only be a command's.
 */
export async function faultOf(
  program: Command,
  { line, isWhole }: { line: string; isWhole: boolean },
): Promise<string | null> {
  const words = wordsOf(line);
  if (!isWhole && isName(program, words)) return null;
  try {
    await program.parseAsync(words, { from: "user" });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return null;
    return `${line}: ${error.message.replace(/^error: /, "")}`;
  }
}

function wordsOf(line: string): string[] {
  const bare = line.replaceAll(/(^|\s)\[|\](?=\s|$)/g, "$1");
  return (
    [...bare.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
      .map(([, double, single, word]) => double ?? single ?? word ?? "")
      // A variable of a script holds an address here, or what may be anything.
      .map((word) => (word.startsWith("$") ? "https://papers.example.com" : word))
      .map((word) => standIns[word] ?? (/^\w+(\|\w+)+$/.test(word) ? (word.split("|")[0] ?? "") : word))
  );
}

function isName(program: Command, words: string[]): boolean {
  const found = words.reduce<Command | undefined>(
    (command, word) => command?.commands.find((child) => child.name() === word),
    program,
  );
  return found !== undefined;
}

/** The command lines that the program itself tells of, in its sentences and in the examples of its help. */
export function hintsIn(code: string): string[] {
  const filled = (text: string) =>
    text
      .replaceAll(/\$\{which\}/g, "--date D")
      .replaceAll(/\$\{cadence\}/g, "C")
      .replaceAll(/\$\{[^{}]*\}/g, "ID");
  // Behind a backslash within a template, or plain within a string, which fills nothing in.
  const spans = code.matchAll(
    /\\`(paperboy [^`\n]*?)\\`|(?<!\\)`(paperboy [^`$\n]*)`|<code>(paperboy [^<\n]*)<\/code>/g,
  );
  return [...spans].flatMap(([, escaped, plain, html]) => linesOf(filled(escaped ?? plain ?? html ?? "")));
}
