import type { Config } from "../../config/env.ts";
import type { Log } from "../../telemetry/log.ts";
import { createArxivSource } from "./arxiv.ts";
import type { FetchLimits } from "./http.ts";
import { createHuggingFaceSource } from "./huggingface.ts";
import type { ArxivSource, PaperSource } from "./paper-source.ts";

export type PaperSources = { huggingface: PaperSource; arxiv: ArxivSource };

/** The real sources, at the addresses of the configuration. */
export function createPaperSources(
  config: Pick<Config, "sources">,
  log: Log,
  limits: Partial<FetchLimits> = {},
): PaperSources {
  return {
    huggingface: createHuggingFaceSource(config.sources, log, limits),
    arxiv: createArxivSource(config.sources, log, limits),
  };
}
