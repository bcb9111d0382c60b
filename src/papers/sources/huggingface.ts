import { z } from "zod";
import type { Config } from "../../config/env.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Visitor } from "../user-agent.ts";
import { createBreath } from "./breathe.ts";
import { createPoliteFetch, type FetchLimits, type PoliteAnswer, SourceUnavailableError } from "./http.ts";
import { type ListItem, readJsonList } from "./json-list.ts";
import type { PaperSource, RejectedItem, SourcePaper } from "./paper-source.ts";
import {
  cleanAbstract,
  cleanArxivId,
  cleanDate,
  cleanDiscussionId,
  cleanNames,
  cleanShort,
  cleanTitle,
  cleanUrl,
  mostAuthors,
} from "./paper-text.ts";
import { firstOfEach, firstProblem, itemName, rejectRest, rejectUnread } from "./rejection.ts";

const pageSize = 100;
const mostPages = 5;

/** Of one page, whatever it was asked for. */
const mostItems = 1000;

/** Hugging Face Daily Papers: `GET /api/daily_papers?date=&limit=100`; unasked it would cut a busy day at 50. */
export function createHuggingFaceSource(
  config: Config["sources"],
  log: Log,
  limits: Partial<FetchLimits>,
  name: Visitor["name"],
): PaperSource {
  const politeFetch = createPoliteFetch({
    visitor: { contact: config.contact, name },
    log,
    spacingMs: 1,
    ...limits,
  });
  const { host } = new URL(config.huggingfaceUrl);

  return {
    name: "huggingface",
    async collectDay(day, known, options = {}) {
      const signal = politeFetch.lookSignal(options.signal);
      const url = `${config.huggingfaceUrl}/api/daily_papers?date=${day}&limit=${pageSize}`;
      const answer = await politeFetch({ url: url, form: "json", validators: await known(url), signal });
      if (answer.kind === "unchanged") return { kind: "unchanged" };
      if (answer.status !== 200) throw new SourceUnavailableError(`${host} answered ${answer.status}.`);
      const first = await readDailyPapers(answer.text, host, day);
      if (first.isOfAnotherDay) {
        throw new SourceUnavailableError(`${host} shows another day than the one that was asked for.`);
      }
      const pages = [first];
      const failure = await collectMore(day, pages, (page) =>
        politeFetch({ url: `${url}&p=${page}`, form: "json", signal }),
      );
      return {
        kind: "listed",
        papers: firstOfEach(pages.flatMap((page) => page.papers)),
        rejected: pages.flatMap((page) => page.rejected),
        // The validators of one page say nothing of the next.
        validators: pages.length === 1 && failure === null ? answer.validators : null,
        failure,
      };
    },
  };

  /** Adds the further pages of a busy day; what goes wrong with one costs nothing of those before. */
  async function collectMore(
    day: string,
    pages: DailyPapers[],
    ask: (page: number) => Promise<PoliteAnswer>,
  ): Promise<SourceUnavailableError | null> {
    const seen = new Set(pages.flatMap((page) => page.ids));
    try {
      for (let last = pages[0]; last && pages.length < mostPages; last = pages.at(-1)) {
        if (last.ids.length < pageSize) return null;
        const answer = await ask(pages.length);
        // A server that knows no pages may refuse the second: the first holds what there is.
        if (answer.kind === "unchanged" || answer.status >= 400) return null;
        if (answer.status !== 200) throw new SourceUnavailableError(`${host} answered ${answer.status}.`);
        const next = await readDailyPapers(answer.text, host, day, pages.length * pageSize);
        // Or it answers every page with the first.
        if (next.ids.every((id) => seen.has(id) || id.startsWith("#"))) return null;
        for (const id of next.ids) seen.add(id);
        pages.push(next);
      }
      return null;
    } catch (error) {
      if (error instanceof SourceUnavailableError) return error;
      throw error;
    }
  }
}

/** A page of the list as it was read; `ids` are those of all its items, the rejected ones included. */
type DailyPapers = {
  papers: SourcePaper[];
  rejected: RejectedItem[];
  ids: string[];
  /** As when a server answers with its latest day, or with the same day of last year: it says nothing of the one asked for. */
  isOfAnotherDay: boolean;
};

/**
 * Reads a page of the daily papers item by item; the bad ones come back with a reason.
 *
 * @param day the UTC day that was asked for.
 * @param firstIndex where the page begins in the whole list, for the names of items that have none.
 * @throws {SourceUnavailableError} when it is no list.
 */
export async function readDailyPapers(
  text: string,
  host: string,
  day: string,
  firstIndex = 0,
): Promise<DailyPapers> {
  const list = await readJsonList(text, mostItems);
  if (list.kind === "broken")
    throw new SourceUnavailableError(`${host} answered with something that is not JSON.`);
  if (list.kind === "other") throw new SourceUnavailableError(`${host} answered without a list of papers.`);
  const read: DailyPapers = {
    papers: [],
    rejected: rejectRest("huggingface", mostItems, list.left),
    ids: [],
    isOfAnotherDay: list.items.length > 0,
  };
  const breathe = createBreath();
  for (const [index, item] of list.items.entries()) {
    const named = item.kind === "read" ? daySaid.safeParse(item.value).data : undefined;
    const outcome = refuseStray(readDailyItem(item, firstIndex + index), named?.day, day);
    read.ids.push(outcome.id);
    if (!isOfAnotherDay(named, day)) read.isOfAnotherDay = false;
    if ("reason" in outcome) read.rejected.push(outcome);
    else read.papers.push(outcome);
    await breathe();
  }
  return { ...read, papers: firstOfEach(read.papers) };
}

function readDailyItem(item: ListItem, index: number): SourcePaper | RejectedItem {
  if (item.kind === "unread") return rejectUnread("huggingface", item, index);
  const parsed = itemSchema.safeParse(item.value);
  if (parsed.success) return placeAt(parsed.data, index + 1);
  return {
    source: "huggingface",
    id: itemName(idOf(item.value), index),
    reason: firstProblem(parsed.error),
    payload: item.value,
  };
}

function placeAt(paper: SourcePaper, position: number): SourcePaper {
  return { ...paper, signal: paper.signal && { ...paper.signal, position } };
}

const dayMs = 86_400_000;

/** A paper may be listed again, which was a week later at most; what names a day further away came by mistake. */
const mostDaysAway = 7;

/** An item among others of the day that was asked for that itself names one far away is refused. */
function refuseStray<T extends SourcePaper | RejectedItem>(
  item: T,
  named: string | undefined,
  day: string,
): T | RejectedItem {
  if ("reason" in item || named === undefined) return item;
  if (Math.abs(Date.parse(named) - Date.parse(day)) <= mostDaysAway * dayMs) return item;
  return {
    source: "huggingface",
    id: item.id,
    reason: `the item names ${named} as its day: ${day} was asked for`,
    payload: { id: item.id, submittedOnDailyAt: named },
  };
}

/** Nobody lists a whole day of papers that are so much older. */
const oldestOfDay = 90;

/** What an item says of its day: Hugging Face names it in `submittedOnDailyAt`, since March 2025. */
type DaySaid = { day: string | undefined; published: string | undefined };

/** Whether an item itself says that it is not of a day. */
function isOfAnotherDay(said: DaySaid | undefined, day: string): boolean {
  if (said?.day !== undefined) return said.day !== day;
  return said?.published !== undefined && Date.parse(day) - Date.parse(said.published) > oldestOfDay * dayMs;
}

const namedDay = z
  .string()
  .regex(/^20\d{2}-\d{2}-\d{2}/)
  .transform((text) => text.slice(0, 10))
  .optional()
  .catch(undefined);
const daySaid = z
  .object({ paper: z.object({ submittedOnDailyAt: namedDay, publishedAt: namedDay }) })
  .transform(({ paper }): DaySaid => ({ day: paper.submittedOnDailyAt, published: paper.publishedAt }));

/** Values without which a paper still is one: a wrong one counts as not said. */
const optionalText = z.string().nullish().catch(null);
/** What the table's integers hold; more than that is no count of votes. */
const mostCounted = 2 ** 31 - 1;
const count = z
  .number()
  .int("must be a whole number")
  .min(0, "must not be negative")
  .max(mostCounted, "is too large")
  .nullish();
const mostKeywords = 50;
/** The first of a list, the rest of which no paper needs; null when it is none. */
const firstOf = <T extends z.ZodType>(most: number, element: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value.slice(0, most) : null), z.array(element).nullable());
const organization = z.object({ fullname: optionalText, name: optionalText }).nullish().catch(null);

/** Figures and videos: addresses, or objects that name one. */
const mediaUrls = z.array(z.unknown()).nullish().catch(null);
/** More than this a page does not show. */
const mostMedia = 8;

const account = z.object({ name: optionalText }).nullish().catch(null);

const paperSchema = z.object({
  id: z.string("is missing").transform((text, context) => {
    const id = cleanArxivId(text);
    if (id !== null) return id;
    context.addIssue({ code: "custom", message: "is not an arXiv identifier" });
    return z.NEVER;
  }),
  title: optionalText,
  summary: optionalText,
  authors: firstOf(
    mostAuthors,
    z
      .object({
        name: optionalText,
        hidden: z.boolean().nullish().catch(null),
        // Of an author who claimed the paper; its content is of no interest here.
        user: z.object({}).nullish().catch(null),
      })
      .nullish()
      .catch(null),
  ),
  publishedAt: optionalText,
  discussionId: optionalText,
  submittedOnDailyBy: account,
  upvotes: count,
  githubRepo: optionalText,
  githubStars: count.catch(null),
  projectPage: optionalText,
  ai_summary: optionalText,
  ai_keywords: firstOf(mostKeywords, z.string().catch("")),
  organization,
  mediaUrls,
});

const itemSchema = z
  .object(
    {
      paper: paperSchema,
      title: optionalText,
      summary: optionalText,
      publishedAt: optionalText,
      numComments: count,
      thumbnail: optionalText,
      submittedBy: account,
      isAuthorParticipating: z.boolean().nullish().catch(null),
      mediaUrls,
      organization,
    },
    "is not an object",
  )
  .transform((item, context): SourcePaper => {
    const { paper } = item;
    const title = cleanTitle(paper.title || item.title || "");
    if (title === "") context.addIssue({ code: "custom", path: ["paper", "title"], message: "is missing" });
    const publishedAt = dateOf(paper.publishedAt || item.publishedAt);
    if (!publishedAt) {
      context.addIssue({ code: "custom", path: ["paper", "publishedAt"], message: "is not a date" });
    }
    if (title === "" || !publishedAt) return z.NEVER;
    const codeUrl = cleanUrl(paper.githubRepo);
    const names = (paper.authors ?? []).flatMap((author) =>
      author?.name && author.hidden !== true ? [author.name] : [],
    );
    const from = paper.organization ?? item.organization;
    return {
      id: paper.id,
      title,
      abstract: cleanAbstract(paper.summary || item.summary || ""),
      summary: paper.ai_summary ? cleanAbstract(paper.ai_summary) || null : null,
      authors: cleanNames(names),
      organization: cleanShort(from?.fullname) ?? cleanShort(from?.name),
      keywords: (paper.ai_keywords ?? []).flatMap((word) => cleanShort(word) ?? []),
      primaryCategory: null,
      categories: [],
      doi: null,
      comment: null,
      publishedAt,
      codeUrl,
      projectUrl: cleanUrl(paper.projectPage),
      discussionUrl: `https://huggingface.co/papers/${paper.id}`,
      thumbnailUrl: cleanUrl(item.thumbnail),
      discussion: {
        id: cleanDiscussionId(paper.discussionId),
        submitter: cleanShort(item.submittedBy?.name) ?? cleanShort(paper.submittedOnDailyBy?.name),
        claimedAuthors: paper.authors?.length ? paper.authors.filter((author) => author?.user).length : null,
        isAuthorIn: item.isAuthorParticipating ?? null,
        mediaCount: item.mediaUrls?.length ?? 0,
        mediaUrls: readMediaUrls(item.mediaUrls ?? paper.mediaUrls ?? []),
      },
      // Votes that are not told are not none: what was seen before stands.
      signal: isGiven(paper.upvotes)
        ? {
            upvotes: paper.upvotes,
            comments: item.numComments ?? null,
            stars: codeUrl ? (paper.githubStars ?? null) : null,
            position: null,
          }
        : null,
    };
  });

function readMediaUrls(given: unknown[]): string[] {
  const urls = given.slice(0, mostMedia).flatMap((one) => {
    const named = typeof one === "object" && one !== null && "url" in one ? one.url : one;
    return typeof named === "string" ? (cleanUrl(named) ?? []) : [];
  });
  return [...new Set(urls)];
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

function idOf(item: unknown): string | null {
  if (typeof item !== "object" || item === null || !("paper" in item)) return null;
  const { paper } = item;
  if (typeof paper !== "object" || paper === null || !("id" in paper)) return null;
  return typeof paper.id === "string" ? paper.id : null;
}

function dateOf(text: string | null | undefined): Date | null {
  return text && /^\d{4}-\d{2}-\d{2}/.test(text) ? cleanDate(text) : null;
}
