import { readdirSync } from "node:fs";
import { WrongArgumentError } from "./support/sizes.ts";

type Bench = (args: string[]) => Promise<void> | void;

/** What needs an argument is measured only when it is named; else this is said. */
const missing: Record<string, string> = {
  ranking: "It measures a folder of real days, which do not ship: npm run bench -- ranking DIR.",
};

/**
 * `npm run bench` takes every measurement, with `--small` each in a small form; `npm run bench -- NAME ...` one
 * with its arguments. A file of this folder is a measurement: its one export takes the arguments and prints.
 */
async function main(given: string[]): Promise<void> {
  const name = given[0] === "--small" ? undefined : given[0];
  const args = name === undefined ? given : given.slice(1);
  // As the workers run: the development build of React is several times slower.
  process.env.NODE_ENV ??= "production";
  const known = benches();
  if (name !== undefined && !known.includes(name))
    throw new WrongArgumentError(
      `There is no bench ${JSON.stringify(name)}: name one of ${known.join(", ")}.`,
    );
  for (const one of name === undefined ? known : [name]) {
    process.stdout.write(`\n== ${one}\n`);
    const sentence = name === undefined ? missing[one] : undefined;
    if (sentence === undefined) await (await load(one))(args);
    else process.stdout.write(`${sentence}\n`);
  }
}

function benches(): string[] {
  return readdirSync(new URL(".", import.meta.url))
    .filter((file) => file.endsWith(".ts") && file !== "main.ts")
    .map((file) => file.replace(/\.ts$/, ""))
    .toSorted();
}

async function load(name: string): Promise<Bench> {
  const module: Record<string, unknown> = await import(`./${name}.ts`);
  const exported = Object.values(module).find(isBench);
  if (!exported) throw new Error(`bench/${name}.ts exports no function`);
  return exported;
}

function isBench(value: unknown): value is Bench {
  return typeof value === "function";
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof WrongArgumentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
