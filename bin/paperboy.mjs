#!/usr/bin/env node
// A checkout runs its sources, from whatever folder it is called; production and an installed package run what is
// built. What is missing is said in one sentence, since this file is all that can be sure to run.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const inPackage = (path) => new URL(`../${path}`, import.meta.url);
const source = inPackage("src/cli/main.ts");
const built = inPackage("dist/src/cli/main.js");

const isProduction = process.env.NODE_ENV === "production";
const compiler = existsSync(source) && !isProduction ? await loadCompiler() : null;
if (compiler) {
  // Without its own settings the compiler would look for some in the caller's folder.
  compiler.register({ tsconfig: fileURLToPath(inPackage("tsconfig.json")) });
  await import(source.href);
} else if (existsSync(built)) {
  await import(built.href);
} else {
  const command = isProduction ? "npm ci --include=dev && npm run build" : "npm ci";
  const folder = fileURLToPath(inPackage("."));
  process.stderr.write(
    `paperboy: ${isProduction ? "Nothing is built" : "Nothing is installed"} here: run \`${command}\` in ${folder} first.\n`,
  );
  process.exitCode = 1;
}

/** Null where development dependencies are not installed. */
async function loadCompiler() {
  try {
    return await import("tsx/esm/api");
  } catch (error) {
    if (error.code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  }
}
