import { addDays } from "../../calendar/periods.ts";
import { type OaiPage, readOaiPage } from "./arxiv-oai.ts";
import { SourceUnavailableError } from "./http.ts";
import type { LookedUp } from "./paper-source.ts";
import { cleanArxivId } from "./paper-text.ts";

export type HarvestInput = {
  /** Well-formed identifiers without version. */
  ids: string[];
  /** The UTC day on whose list the papers are. */
  day: string;
  /** Address of the OAI-PMH interface. */
  url: string;
  /** Archives whose lists are read, such as `cs`. */
  sets: string[];
  /** Asks one question; throws {@link SourceUnavailableError}. */
  ask: (url: string) => Promise<string>;
};

/** Up to so many papers are asked for one by one: a day's list would bring a thousand others with them. */
const fewIds = 5;
/** The most papers that are asked for one by one after the lists; three seconds lie between two requests. */
const mostSingles = 20;
/** A paper is on a day's list some days after it was announced, over a weekend too. */
const daysBefore = 4;
const mostPages = 20;

/**
 * What arXiv's OAI-PMH says of some papers of a day: from its lists of the days before, archive by archive, and
 * one by one for those that are few or were revised since. Ends as soon as all are found. An identifier that arXiv
 * does not know counts as answered.
 */
export async function harvest(input: HarvestInput): Promise<LookedUp> {
  const found: LookedUp = { papers: [], rejected: [], answered: [], failure: null, isRefused: null };
  const open = new Set(input.ids);
  const ways = input.ids.length > fewIds ? [readLists, readSingles] : [readSingles, readLists];
  for (const way of ways) {
    if (open.size === 0) break;
    try {
      await way(input, open, found);
    } catch (error) {
      if (!(error instanceof SourceUnavailableError)) throw error;
      found.failure = error;
    }
  }
  const { host } = new URL(input.url);
  found.failure =
    open.size === 0
      ? null
      : (found.failure ?? new SourceUnavailableError(`${host} did not list ${open.size} of the papers.`));
  return found;
}

async function readLists({ url, sets, day, ask }: HarvestInput, open: Set<string>, found: LookedUp) {
  for (const set of sets) {
    const query = { metadataPrefix: "arXivRaw", from: addDays(day, -daysBefore), until: day, set };
    let next: Record<string, string> | null = query;
    const seen = new Set<string>();
    for (let pages = 0; next !== null && open.size > 0 && pages < mostPages; pages += 1) {
      const page = await readPage(ask, url, { verb: "ListRecords", ...next });
      if (page.errorCode !== null && page.errorCode !== "noRecordsMatch") throw refusal(url, page.errorCode);
      take(page, open, found);
      const token: string | null = page.resumptionToken;
      // A server that gives the same token again would be asked for ever.
      next = token === null || seen.has(token) ? null : { resumptionToken: token };
      if (token !== null) seen.add(token);
    }
  }
}

async function readSingles({ url, ask }: HarvestInput, open: Set<string>, found: LookedUp): Promise<void> {
  for (const id of [...open].slice(0, mostSingles)) {
    const page = await readPage(ask, url, {
      verb: "GetRecord",
      metadataPrefix: "arXivRaw",
      identifier: `oai:arXiv.org:${id}`,
    });
    if (page.errorCode === "idDoesNotExist") {
      open.delete(id);
      found.answered.push(id);
    } else if (page.errorCode !== null) throw refusal(url, page.errorCode);
    else take(page, open, found);
  }
}

async function readPage(
  ask: HarvestInput["ask"],
  url: string,
  query: Record<string, string>,
): Promise<OaiPage> {
  return readOaiPage(await ask(`${url}?${new URLSearchParams(query)}`), new URL(url).host);
}

/** Takes the papers of a page that were asked for. What is wrong with others is not this look's business. */
function take(page: OaiPage, open: Set<string>, found: LookedUp): void {
  for (const paper of page.papers) {
    if (!open.delete(paper.id)) continue;
    found.papers.push(paper);
    found.answered.push(paper.id);
  }
  for (const item of page.rejected) {
    const id = cleanArxivId(item.id.replace(/^oai:arXiv\.org:/, ""));
    if (id === null || !open.delete(id)) continue;
    found.rejected.push({ ...item, id });
    found.answered.push(id);
  }
}

const refusal = (url: string, code: string) =>
  new SourceUnavailableError(
    `${new URL(url).host} answered with the error ${code.replaceAll(/[^\w-]/g, "?").slice(0, 40)}.`,
  );
