import { parseArgs } from "node:util";

/** What a person who called a bench must change. */
export class WrongArgumentError extends Error {}

/** How large something is: usually, and with `--small`, by which one sees that the bench works at all. */
type Size = { usual: number; small: number; least?: number };

/**
 * Reads `--NAME NUMBER` for each size of a bench, and `--small`, which makes small what is not named.
 *
 * @param flags names of what is only there or not.
 * @throws {WrongArgumentError} with a sentence about what is not known, or is no whole number.
 */
export function readSizes<Name extends string, Flag extends string = never>(
  args: string[],
  sizes: Record<Name, Size>,
  flags: readonly Flag[] = [],
): Record<Name, number> & Record<Flag | "small", boolean> {
  const names = Object.keys(sizes) as Name[];
  const values = parse(args, names, flags);
  const isSmall = values.small === true;
  const sizeOf = (name: Name) => {
    const { usual, small, least = 1 } = sizes[name];
    const given = values[name];
    if (given === undefined) return isSmall ? small : usual;
    const size = Number(given);
    if (typeof given === "string" && /^\d+$/.test(given) && size >= least) return size;
    throw new WrongArgumentError(`--${name} wants a whole number from ${least} on, not ${given}.`);
  };
  const read = Object.fromEntries(names.map((name) => [name, sizeOf(name)]));
  const said = Object.fromEntries([...flags, "small"].map((flag) => [flag, values[flag] === true]));
  return { ...read, ...said } as Record<Name, number> & Record<Flag | "small", boolean>;
}

function parse(args: string[], names: string[], flags: readonly string[]): Record<string, unknown> {
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: "string" as const }]),
    ...[...flags, "small"].map((flag) => [flag, { type: "boolean" as const }]),
  ]);
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const known = [
      ...names.map((name) => `--${name} NUMBER`),
      ...flags.map((flag) => `--${flag}`),
      "--small",
    ];
    const reason = error instanceof Error ? error.message.split(/\. |\n/)[0] : "";
    throw new WrongArgumentError(`${reason}. What may be said: ${known.join(", ")}.`);
  }
}
