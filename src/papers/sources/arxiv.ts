import type { Config } from "../../config/env.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Visitor } from "../user-agent.ts";
import { readAnnouncements, readQueryFeed } from "./arxiv-feeds.ts";
import { harvest } from "./arxiv-harvest.ts";
import { createPoliteFetch, type FetchLimits, type PoliteRequest, SourceUnavailableError } from "./http.ts";
import type { ArxivSource, LookedUp } from "./paper-source.ts";
import { cleanArxivId } from "./paper-text.ts";
import { itemName } from "./rejection.ts";

/** As many as Hugging Face lists on a busy day; the address stays under three thousand characters. */
const idsPerRequest = 100;
/** What arXiv adds is asked for again every hour: an ingest is not held up by an arXiv that is slow or gone. */
const usualLimits = { timeoutMs: 15_000, retries: 2, patienceMs: 10_000 };
/** A page of OAI-PMH takes its time, and between two of them arXiv may ask for some seconds (503, Retry-After). */
const harvestLimits = { timeoutMs: 60_000, patienceMs: 60_000 };

/**
 * arXiv: what it knows of given ids (`/api/query?id_list=`, or OAI-PMH when that goes on refusing) and the
 * announcements of the configured categories (`/rss/cs.CL+cs.CV`). One connection and three seconds between
 * requests, as its terms of use ask (https://info.arxiv.org/help/api/tou.html), whichever host is asked.
 */
export function createArxivSource(
  config: Config["sources"],
  log: Log,
  limits: Partial<FetchLimits>,
  name: Visitor["name"],
): ArxivSource {
  const politeFetch = createPoliteFetch({
    visitor: { contact: config.contact, name },
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
      const url = `${feedRoot(config.arxivFeedUrl)}/${config.arxivCategories.join("+")}`;
      // Never conditional: the feed shows one day alone, and "unchanged" would be said of that day, not of this.
      const text = await ask({ url, signal: politeFetch.lookSignal(options.signal) });
      const { host } = new URL(url);
      return {
        kind: "listed",
        ...(await readAnnouncements(text, host, day)),
        validators: null,
        failure: null,
      };
    },
    async lookUp(ids, { day, refusedForMs, known, signal: outer }) {
      const signal = politeFetch.lookSignal(outer);
      const wellFormed = ids.filter((id) => cleanArxivId(id) !== null);
      const found = await askQueryApi(wellFormed, new Set(known), signal);
      const { failure } = found;
      found.rejected.push(...malformed(ids));
      if (failure === null || !isLongRefusal(failure, refusedForMs, config.arxivOaiAfterMs)) return found;
      const open = wellFormed.filter((id) => !found.answered.includes(id));
      log.info({ papers: open.length, reason: failure.message }, "arXiv is asked over OAI-PMH");
      const harvested = await harvest({
        ids: open,
        day,
        url: config.arxivOaiUrl,
        sets: setsOf(config.arxivCategories),
        ask: (url) => ask({ url, signal, limits: { ...harvestLimits, ...limits } }),
      });
      return {
        papers: [...found.papers, ...harvested.papers],
        rejected: [...found.rejected, ...harvested.rejected],
        answered: [...found.answered, ...harvested.answered],
        failure: harvested.failure,
        isRefused: true,
      };
    },
  };

  async function askQueryApi(ids: string[], known: Set<string>, signal: AbortSignal): Promise<LookedUp> {
    const found: LookedUp = { papers: [], rejected: [], answered: [], failure: null, isRefused: null };
    try {
      for (let start = 0; start < ids.length; start += idsPerRequest) {
        const chunk = ids.slice(start, start + idsPerRequest);
        const url = `${config.arxivUrl}/api/query?id_list=${chunk.join(",")}&max_results=${chunk.length}`;
        const { host } = new URL(url);
        const { papers, rejected } = await readQueryFeed(await ask({ url, signal }), host);
        const asked = papers.filter((paper) => chunk.includes(paper.id));
        const isEmpty = asked.length + rejected.length === 0;
        if (isEmpty && chunk.some((id) => known.has(id))) {
          throw new SourceUnavailableError(
            `${host} answered without any of the papers that it was asked for.`,
          );
        }
        found.papers.push(...asked);
        found.rejected.push(...rejected);
        // Of papers that nobody has seen at arXiv, an empty answer tells nothing: the next look asks again.
        if (!isEmpty) found.answered.push(...chunk);
        found.isRefused = false;
      }
    } catch (error) {
      if (!(error instanceof SourceUnavailableError)) throw error;
      found.failure = error;
      found.isRefused = error.isTooOften;
    }
    return found;
  }

  async function ask(request: Omit<PoliteRequest, "form">): Promise<string> {
    const answer = await politeFetch({ ...request, form: "xml" });
    const { host } = new URL(request.url);
    if (answer.kind === "unchanged") throw new SourceUnavailableError(`${host} answered 304.`);
    if (answer.status !== 200) throw new SourceUnavailableError(refusal(host, answer.status, answer.text));
    return answer.text;
  }
}

/** An address that names its form, such as `https://rss.arxiv.org/atom`, is taken as it is. */
function feedRoot(url: string): string {
  return /\/(?:rss|atom)$/.test(url) ? url : `${url}/rss`;
}

/** Whether the API has refused for so long, or says that it will, that the second way is taken. */
function isLongRefusal(failure: SourceUnavailableError, refusedForMs: number, longMs: number): boolean {
  return failure.isTooOften && Math.max(refusedForMs, failure.retryAfterMs ?? 0) >= longMs;
}

/** Where almost all papers that Hugging Face lists are; each archive's list is read only while a paper is missing. */
const usualArchives = ["cs", "stat", "eess"];
/** Archives that are sets of their own; all others lie within that of physics. */
const ownSets = new Set(["cs", "econ", "eess", "math", "q-bio", "q-fin", "stat"]);

function setsOf(categories: string[]): string[] {
  const archives = [...usualArchives, ...categories.map((category) => category.replace(/\..*$/, ""))];
  return [...new Set(archives.map((name) => (ownSets.has(name) ? name : `physics:${name}`)))];
}

function malformed(ids: string[]): LookedUp["rejected"] {
  return ids.flatMap((id, index) =>
    cleanArxivId(id) === null
      ? [{ source: "arxiv", id: itemName(id, index), reason: malformedId, payload: { id } }]
      : [],
  );
}

const malformedId = "the identifier is not one of arXiv's";

/** An error comes as HTTP 400 with an entry titled "Error" whose summary says what was wrong. */
function refusal(host: string, status: number, text: string): string {
  const [, summary] = /<summary[^>]{0,100}>([^<]{1,200})</.exec(text) ?? [];
  return summary ? `${host} answered ${status} (${summary.trim()}).` : `${host} answered ${status}.`;
}
