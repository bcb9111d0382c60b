import { z } from "zod";
import type { Config } from "../../config/env.ts";
import type { Log } from "../../ops/log.ts";
import { createPoliteFetch, type FetchLimits, SourceUnavailableError, type Validators } from "./http.ts";
import { cleanAbstract, cleanArxivId, cleanNames, cleanShort, cleanTitle, cleanUrl } from "./paper-text.ts";
import { firstOfEach, itemName, reasonOf } from "./rejection.ts";
import type { PaperSource, RejectedItem, SourcePaper } from "./source.ts";

const pageSize = 100;
const mostPages = 5;

/** Hugging Face Daily Papers: `GET /api/daily_papers?date=&limit=100`; unasked it would cut a busy day at 50. */
export function createHuggingFaceSource(
  config: Config["sources"],
  log: Log,
  limits: Partial<FetchLimits> = {},
): PaperSource {
  const politeFetch = createPoliteFetch({ contact: config.contact, log, ...limits });
  const { host } = new URL(config.huggingfaceUrl);

  return {
    name: "huggingface",
    async collectDay(day, known) {
      const items: unknown[] = [];
      let validators: Validators | null = null;
      for (let page = 0; page < mostPages; page += 1) {
        const url = `${config.huggingfaceUrl}/api/daily_papers?date=${day}&limit=${pageSize}${page ? `&p=${page}` : ""}`;
        const answer = await politeFetch({
          url,
          accept: "application/json",
          validators: page === 0 ? await known(url) : null,
        });
        if (answer.kind === "unchanged") return { kind: "unchanged" };
        // A server that knows no pages may refuse the second: the first holds what there is.
        if (page > 0 && answer.status >= 400) break;
        if (answer.status !== 200) throw new SourceUnavailableError(`${host} answered ${answer.status}.`);
        const added = readList(answer.text, host).filter((item) => !isRepeated(item, items));
        items.push(...added);
        // The validators of one page say nothing of the next.
        validators = page === 0 ? answer.validators : null;
        if (added.length < pageSize) break;
      }
      return { kind: "listed", ...readDailyPapers(items), validators };
    },
  };
}

/** Reads items of the daily papers one by one; the bad ones come back with a reason. */
export function readDailyPapers(items: unknown[]): { papers: SourcePaper[]; rejected: RejectedItem[] } {
  const papers: SourcePaper[] = [];
  const rejected: RejectedItem[] = [];
  items.forEach((item, index) => {
    const parsed = itemSchema.safeParse(item);
    if (parsed.success) papers.push(parsed.data);
    else {
      rejected.push({
        source: "huggingface",
        id: itemName(idOf(item), index),
        reason: reasonOf(parsed.error),
        payload: item,
      });
    }
  });
  return { papers: firstOfEach(papers), rejected };
}

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
const organization = z.object({ fullname: optionalText, name: optionalText }).nullish().catch(null);

const paperSchema = z.object({
  id: z.string("is missing").transform((text, context) => {
    const id = cleanArxivId(text);
    if (id !== null) return id;
    context.addIssue({ code: "custom", message: "is not an arXiv identifier" });
    return z.NEVER;
  }),
  title: optionalText,
  summary: optionalText,
  authors: z
    .array(
      z
        .object({ name: optionalText, hidden: z.boolean().nullish().catch(null) })
        .nullish()
        .catch(null),
    )
    .nullish()
    .catch(null),
  publishedAt: optionalText,
  upvotes: count,
  githubRepo: optionalText,
  githubStars: count.catch(null),
  projectPage: optionalText,
  ai_summary: optionalText,
  ai_keywords: z.array(z.string().catch("")).nullish().catch(null),
  organization,
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
      organization,
    },
    "is not an object",
  )
  .transform((item, context): SourcePaper => {
    const { paper } = item;
    const title = cleanTitle(paper.title || item.title || "");
    if (title === "") context.addIssue({ code: "custom", path: ["paper", "title"], message: "is missing" });
    const publishedAt = dateOf(paper.publishedAt) ?? dateOf(item.publishedAt);
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
      keywords: (paper.ai_keywords ?? []).slice(0, 50).flatMap((word) => cleanShort(word) ?? []),
      primaryCategory: null,
      categories: [],
      doi: null,
      comment: null,
      publishedAt,
      codeUrl,
      projectUrl: cleanUrl(paper.projectPage),
      discussionUrl: `https://huggingface.co/papers/${paper.id}`,
      thumbnailUrl: cleanUrl(item.thumbnail),
      signal: {
        upvotes: paper.upvotes ?? 0,
        comments: item.numComments ?? 0,
        stars: codeUrl ? (paper.githubStars ?? null) : null,
      },
    };
  });

function readList(text: string, host: string): unknown[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new SourceUnavailableError(`${host} answered with something that is not JSON.`, { cause });
  }
  if (!Array.isArray(body)) throw new SourceUnavailableError(`${host} answered without a list of papers.`);
  return body;
}

function dateOf(text: string | null | undefined): Date | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}/.test(text)) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** A server that knows no pages answers every page with the first. */
function isRepeated(item: unknown, items: unknown[]): boolean {
  const id = idOf(item);
  return items.length >= pageSize && id !== null && items.some((earlier) => idOf(earlier) === id);
}

function idOf(item: unknown): string | null {
  if (typeof item !== "object" || item === null || !("paper" in item)) return null;
  const { paper } = item;
  if (typeof paper !== "object" || paper === null || !("id" in paper)) return null;
  return typeof paper.id === "string" ? paper.id : null;
}
