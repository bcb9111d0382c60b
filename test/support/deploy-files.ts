import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import { envNames } from "../../src/config/env.ts";

/** A part of a YAML document, which tests walk without a schema of its own. */
// biome-ignore lint/suspicious/noExplicitAny: the schemas are what the tests check
export type Part = any;

export function readRepositoryFile(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
}

/** The documents of a YAML file; what Compose's `!reset` takes away is null. */
export function readYaml(path: string): Part[] {
  const reset = { tag: "!reset", resolve: () => null };
  const documents = parseAllDocuments(readRepositoryFile(path), { merge: true, customTags: [reset] });
  if ("empty" in documents) return [];
  return documents.map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  });
}

/** Which of these variables Paperboy does not read, by name or from a file. */
export function unknownVariables(names: string[]): string[] {
  return names.filter((name) => !envNames.includes(name.replace(/_FILE$/, "")) && !envNames.includes(name));
}

export type Instruction = { keyword: string; text: string; stage: number };

/** The instructions of the Dockerfile, in order, with the number of the stage that they belong to; -1 before the first. */
export function readDockerfile(): Instruction[] {
  let stage = -1;
  return readRepositoryFile("Dockerfile")
    .replace(/^#.*\n/gm, "")
    .replaceAll(/\s*\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [keyword = "", ...rest] = line.trim().split(" ");
      if (keyword === "FROM") stage += 1;
      return { keyword, text: rest.join(" "), stage };
    });
}
