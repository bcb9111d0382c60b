/**
 * The command that a process was started for, as its connections call themselves: `status`, `worker`; empty without one.
 *
 * @param argv as `process.argv` has it. The program's own options may stand before the command.
 */
export function verb(argv: string[] = process.argv): string {
  const words = argv.slice(2);
  const found = words.find((word, index) => !word.startsWith("-") && words[index - 1] !== "--env-file");
  return found?.slice(0, 40) ?? "";
}
