import type { TestProject } from "vitest/node";
import { lendConnections } from "./lent-connections.ts";
import { openTestRedis } from "./redis-server.ts";
import { dropCopies, prepareTemplate, type Template } from "./template-database.ts";
import { openTemporaryDatabase } from "./temporary-database.ts";

/**
 * Starts what the whole run shares: a throwaway PostgreSQL (or `TEST_DATABASE_URL`) with a migrated template
 * that each test file copies, and a Redis where one can be had.
 */
export default async function setup(project: TestProject) {
  const given = process.env.TEST_DATABASE_URL;
  const starting = openTestRedis();
  starting.catch(() => {}); // thrown where it is awaited
  const server = given ? { url: given, close: async () => {} } : await openTemporaryDatabase();
  const lender = await lendConnections(server.url);
  project.provide("databaseServerUrl", lender.url);
  const template = await prepareTemplate(server.url);
  project.provide("databaseTemplate", template);
  const redis = await starting;
  project.provide("redisUrl", redis?.url ?? null);
  return async () => {
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
  }
}
