import type { Config } from "../../config/env.ts";
import type { Log } from "../../telemetry/log.ts";
import { readAnnouncements, readQueryFeed } from "./arxiv-feeds.ts";
import { createPoliteFetch, type FetchLimits, SourceUnavailableError } from "./http.ts";
import type { ArxivSource, LookedUp } from "./model.ts";
import { cleanArxivId } from "./paper-text.ts";
import { itemName } from "./rejection.ts";

const idsPerRequest = 50;
/** What arXiv adds is asked for again every hour: an ingest is not held up by an arXiv that is slow or gone. */
const usualLimits = { timeoutMs: 15_000, retries: 2, patienceMs: 10_000 };

/**
 * arXiv: what it knows of given ids (`/api/query?id_list=`) and the announcements of the configured categories
 * (`/rss/cs.CL+cs.CV`). One connection and three seconds between requests, as its terms of use ask
 * (https://info.arxiv.org/help/api/tou.html).
 */
export function createArxivSource(
  config: Config["sources"],
  log: Log,
  limits: Partial<FetchLimits> = {},
): ArxivSource {
  const politeFetch = createPoliteFetch({
    contact: config.contact,
    log,
    spacingMs: config.arxivSpacingMs,
    ...usualLimits,
    ...limits,
  });
  return {
    name: "arxiv",
    async collectDay(day, _known, options = {}) {
      if (config.arxivCategories.length === 0) {
        return { kind: "listed", papers: [], rejected: [], validators: null, failure: null };
      }
      const url = `${config.arxivFeedUrl}/rss/${config.arxivCategories.join("+")}`;
      // Never conditional: the feed shows one day alone, and "unchanged" would be said of that day, not of this.
      const text = await ask(url, politeFetch.lookSignal(options.signal));
      const { host } = new URL(url);
      return {
        kind: "listed",
        ...(await readAnnouncements(text, host, day)),
        validators: null,
        failure: null,
      };
    },
    async lookUp(ids, options = {}) {
      const signal = politeFetch.lookSignal(options.signal);
      const found: LookedUp = { papers: [], rejected: [], answered: [], failure: null };
      const wellFormed = ids.filter((id, index) => {
        if (cleanArxivId(id) !== null) return true;
        found.rejected.push({
          source: "arxiv",
          id: itemName(id, index),
          reason: malformedId,
          payload: { id },
        });
        return false;
      });
      try {
        for (let start = 0; start < wellFormed.length; start += idsPerRequest) {
          const chunk = wellFormed.slice(start, start + idsPerRequest);
          const url = `${config.arxivUrl}/api/query?id_list=${chunk.join(",")}&max_results=${chunk.length}`;
          const read = await readQueryFeed(await ask(url, signal), new URL(url).host);
          found.papers.push(...read.papers.filter((paper) => chunk.includes(paper.id)));
          found.rejected.push(...read.rejected);
          found.answered.push(...chunk);
        }
      } catch (error) {
        if (!(error instanceof SourceUnavailableError)) throw error;
        found.failure = error;
      }
      return found;
    },
  };

  async function ask(url: string, signal: AbortSignal): Promise<string> {
    const answer = await politeFetch({ url, form: "xml", signal });
    const { host } = new URL(url);
    if (answer.kind === "unchanged") throw new SourceUnavailableError(`${host} answered 304.`);
    if (answer.status !== 200) throw new SourceUnavailableError(refusal(host, answer.status, answer.text));
    return answer.text;
  }
}

const malformedId = "the identifier is not one of arXiv's";

/** An error comes as HTTP 400 with an entry titled "Error" whose summary says what was wrong. */
function refusal(host: string, status: number, text: string): string {
  const [, summary] = /<summary[^>]{0,100}>([^<]{1,200})</.exec(text) ?? [];
  return summary ? `${host} answered ${status} (${summary.trim()}).` : `${host} answered ${status}.`;
}
