import type { TestProject } from "vitest/node";
import { buildForm } from "./built-form.ts";
import startServers from "./global-setup.ts";

/** Starts what every run shares, and compiles the program beside it, for tests and the processes that they start. */
export default async function setup(project: TestProject) {
  const compiling = buildForm();
  compiling.catch(() => {}); // thrown where it is awaited
  const stopServers = await startServers(project);
  const built = await compiling;
  project.provide("builtFolder", built.folder);
  project.onTestsRerun(() => built.compile());
  return async () => {
    await built.close();
    await stopServers();
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    builtFolder: string;
  }
}
