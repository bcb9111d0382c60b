import { z } from "zod";

export const repoKinds = ["models", "datasets", "spaces"] as const;
export type RepoKind = (typeof repoKinds)[number];

/** `id` is the path at Hugging Face without its kind, such as `example/fern-8b`. */
type CitingRepo = { id: string; likes: number };

/** Of each kind how many there are, and the most liked of them, those first. */
export type CitingRepos = Record<RepoKind, { count: number; top: CitingRepo[] }>;

/** More of a kind are not shown: the rest is one link away. */
const mostKept = 5;
/** More than anybody will have cited a paper, and few enough to be read in a moment. */
const mostRead = 20_000;
const mostCounted = 1_000_000;

const count = z.number().int().min(0).max(mostCounted).catch(0);
/** An owner and a name; old ones of Hugging Face itself (`gpt2`) have no owner. */
const repo = z.object({ id: z.string().regex(/^(?:[\w.-]{1,96}\/)?[\w.-]{1,96}$/), likes: count });
const list = z.array(z.unknown()).catch([]);
const answer = z.object({
  models: list,
  datasets: list,
  spaces: list,
  numTotalModels: count,
  numTotalDatasets: count,
  numTotalSpaces: count,
});

/**
 * Reads `GET /api/arxiv/<id>/repos` of Hugging Face, whose lists may be cut and then come with totals. What is no
 * repository is left out; names are other people's text.
 *
 * @returns null when it is none of what the address says.
 */
export function readCitingRepos(value: unknown): CitingRepos | null {
  const isOne = typeof value === "object" && value !== null && repoKinds.some((kind) => kind in value);
  const parsed = isOne ? answer.safeParse(value).data : undefined;
  if (parsed === undefined) return null;
  const { models, datasets, spaces } = parsed;
  return {
    models: mostLiked(models, parsed.numTotalModels),
    datasets: mostLiked(datasets, parsed.numTotalDatasets),
    spaces: mostLiked(spaces, parsed.numTotalSpaces),
  };
}

function mostLiked(items: unknown[], total: number): CitingRepos[RepoKind] {
  const read = new Map<string, CitingRepo>();
  for (const item of items.slice(0, mostRead)) {
    const one = repo.safeParse(item).data;
    // Paths of `.` and `..` would lead elsewhere.
    if (one && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(one.id)) read.set(one.id, one);
  }
  const top = [...read.values()]
    .sort((a, b) => b.likes - a.likes || (a.id < b.id ? -1 : 1))
    .slice(0, mostKept);
  return { count: Math.max(total, read.size), top };
}

/** The address of a repository at Hugging Face. */
export function repoUrl(kind: RepoKind, id: string): string {
  const path = id.split("/").map(encodeURIComponent).join("/");
  return `https://huggingface.co/${kind === "models" ? "" : `${kind}/`}${path}`;
}
