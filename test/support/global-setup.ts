import type { TestProject } from "vitest/node";
import { buildForm } from "./built-form.ts";
import { lendConnections } from "./lent-connections.ts";
import { openTestRedis } from "./redis-server.ts";
import { dropCopies, prepareTemplate, type Template } from "./template-database.ts";
import { openTemporaryDatabase } from "./temporary-database.ts";

/**
 * Starts what the whole run shares: a throwaway PostgreSQL (or `TEST_DATABASE_URL`) with a migrated template
 * that each test file copies, a Redis where one can be had, and the compiled program for child processes.
 */
export default async function setup(project: TestProject) {
  const given = process.env.TEST_DATABASE_URL;
  const compiling = buildForm();
  compiling.catch(() => {}); // thrown where it is awaited
  const server = given ? { url: given, close: async () => {} } : await openTemporaryDatabase();
  const redis = await openTestRedis();
  const lender = await lendConnections(server.url);
  project.provide("databaseServerUrl", lender.url);
  const template = await prepareTemplate(server.url);
  project.provide("databaseTemplate", template);
  project.provide("redisUrl", redis?.url ?? null);
  const built = await compiling;
  project.provide("builtFolder", built.folder);
  project.onTestsRerun(() => built.compile());
  return async () => {
    await built.close();
    await redis?.close();
    await lender.close();
    if (given) await dropCopies(server.url, template);
    await server.close();
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    databaseServerUrl: string;
    databaseTemplate: Template;
    redisUrl: string | null;
    builtFolder: string;
  }
}
