import type { Config } from "../../config/env.ts";
import type { Log } from "../../telemetry/log.ts";
import { createPoliteFetch, type PoliteFetch, SourceUnavailableError } from "../sources/http.ts";
import type { Visitor } from "../user-agent.ts";
import { type CitingRepos, readCitingRepos } from "./citing-repos.ts";

/** `busy`: asked too often; `refused`: a status that says no; `broken`: not what the address gives. */
type ReposFailure = "busy" | "refused" | "unavailable" | "broken";

export type ReposAnswer =
  | { kind: "answered"; repos: CitingRepos }
  | { kind: "failed"; code: ReposFailure; retryAfterMs: number | null };

/** A paper that thousands of models cite has some 2 kB of each. */
const maxBytes = 16 * 1024 * 1024;
const timeoutMs = 15_000;

/** How Hugging Face is asked: once, since what fails waits for its turn anyway. */
export function createReposFetch(visitor: Visitor, log: Log): PoliteFetch {
  return createPoliteFetch({ visitor, log, retries: 0, timeoutMs, maxBytes });
}

/**
 * Asks Hugging Face which models, datasets and Spaces cite a paper (`GET /api/arxiv/<id>/repos`,
 * https://huggingface.co/docs/hub/api). Never an exception.
 */
export async function askCitingRepos(
  fetch: PoliteFetch,
  { huggingfaceUrl }: Pick<Config["sources"], "huggingfaceUrl">,
  paperId: string,
): Promise<ReposAnswer> {
  const failed = (code: ReposFailure, retryAfterMs: number | null = null): ReposAnswer => ({
    kind: "failed",
    code,
    retryAfterMs,
  });
  try {
    const url = `${huggingfaceUrl}/api/arxiv/${paperId}/repos`;
    const answer = await fetch({ url, form: "json" });
    if (answer.kind === "unchanged") return failed("broken");
    if (answer.status !== 200) return failed("refused");
    const repos = readCitingRepos(JSON.parse(answer.text));
    return repos === null ? failed("broken") : { kind: "answered", repos };
  } catch (error) {
    if (!(error instanceof SourceUnavailableError)) return failed("broken"); // the parser's
    return failed(error.isTooOften ? "busy" : "unavailable", error.retryAfterMs);
  }
}
