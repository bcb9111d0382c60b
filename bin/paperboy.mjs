#!/usr/bin/env node
// The built form is what production runs; a checkout that has the sources runs those.
import { existsSync } from "node:fs";

const source = new URL("../src/cli/main.ts", import.meta.url);
if (existsSync(source) && process.env.NODE_ENV !== "production") {
  const { register } = await import("tsx/esm/api");
  register();
  await import(source.href);
} else {
  await import(new URL("../dist/src/cli/main.js", import.meta.url).href);
}
