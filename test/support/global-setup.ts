import type { TestProject } from "vitest/node";
import { openTemporaryDatabase } from "../../src/db/embedded.ts";
import { openTestRedis } from "./redis-server.ts";
import { prepareTemplate } from "./template-database.ts";

/**
 * Starts what the whole run shares: a throwaway PostgreSQL (or `TEST_DATABASE_URL`) with a migrated template
 * that each test file copies, and a Redis where one can be had.
 */
export default async function setup(project: TestProject) {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, close: async () => {} } : await openTemporaryDatabase();
  const redis = await openTestRedis();
  project.provide("databaseServerUrl", server.url);
  project.provide("databaseTemplate", await prepareTemplate(server.url));
  project.provide("redisUrl", redis?.url ?? null);
  return async () => {
    await redis?.close();
    await server.close();
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    databaseServerUrl: string;
    databaseTemplate: string;
    redisUrl: string | null;
  }
}
