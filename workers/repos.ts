import { collectCitingRepos } from "../src/papers/repos/collect-citing-repos.ts";
import type { WorkerDefinition } from "./worker.ts";

/** Asks which models, datasets and Spaces cite the papers that were listed lately. */
export const reposWorker: WorkerDefinition<"repos"> = {
  name: "repos",
  concurrency: 1,
  process: (ctx) => collectCitingRepos(ctx),
};
