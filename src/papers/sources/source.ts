import { usualBrand } from "../../../words/words.ts";
import type { Config } from "../../config/env.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Visitor } from "../user-agent.ts";
import { createArxivSource } from "./arxiv.ts";
import type { FetchLimits } from "./http.ts";
import { createHuggingFaceSource } from "./huggingface.ts";
import type { ArxivSource, PaperSource } from "./paper-source.ts";

export type PaperSources = { huggingface: PaperSource; arxiv: ArxivSource };

/** The real sources, at the addresses of the configuration. @param name what the installation is called to them. */
export function createPaperSources(
  config: Pick<Config, "sources">,
  log: Log,
  limits: Partial<FetchLimits> = {},
  name: Visitor["name"] = () => usualBrand,
): PaperSources {
  return {
    huggingface: createHuggingFaceSource(config.sources, log, limits, name),
    arxiv: createArxivSource(config.sources, log, limits, name),
  };
}
