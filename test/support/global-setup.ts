import type { TestProject } from "vitest/node";
import { openTemporaryDatabase } from "../../src/db/embedded.ts";
import { prepareTemplate } from "./template-database.ts";

/** Starts one throwaway PostgreSQL for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject) {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, close: async () => {} } : await openTemporaryDatabase();
  const template = await prepareTemplate(server.url);
  project.provide("databaseServerUrl", server.url);
  project.provide("databaseTemplate", template);
  return async () => {
    await server.close();
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    databaseServerUrl: string;
    databaseTemplate: string;
  }
}
