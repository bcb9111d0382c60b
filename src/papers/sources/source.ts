import { usualBrand } from "../../../words/words.ts";
import type { Config } from "../../config/env.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Visitor } from "../user-agent.ts";
import type { FetchLimits } from "./http.ts";
import type { ArxivSource, PaperSource } from "./paper-source.ts";

export type PaperSources = { huggingface: PaperSource; arxiv: ArxivSource };

/**
 * The real sources, at the addresses of the configuration. What reads their answers is loaded when they are first asked:
 * few processes ask them anything.
 *
 * @param name what the installation is called to them.
 */
export function createPaperSources(
  config: Pick<Config, "sources">,
  log: Log,
  limits: Partial<FetchLimits> = {},
  name: Visitor["name"] = () => usualBrand,
): PaperSources {
  let huggingface: Promise<PaperSource> | undefined;
  let arxiv: Promise<ArxivSource> | undefined;
  // Each is made once, since it keeps the pace of all its requests.
  const openHuggingFace = () => {
    huggingface ??= import("./huggingface.ts").then((loaded) =>
      loaded.createHuggingFaceSource(config.sources, log, limits, name),
    );
    return huggingface;
  };
  const openArxiv = () => {
    arxiv ??= import("./arxiv.ts").then((loaded) =>
      loaded.createArxivSource(config.sources, log, limits, name),
    );
    return arxiv;
  };
  return {
    huggingface: {
      name: "huggingface",
      collectDay: async (...args) => (await openHuggingFace()).collectDay(...args),
    },
    arxiv: {
      name: "arxiv",
      collectDay: async (...args) => (await openArxiv()).collectDay(...args),
      lookUp: async (...args) => (await openArxiv()).lookUp(...args),
    },
  };
}
