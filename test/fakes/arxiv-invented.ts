import { pick, seededRandom, seedOf } from "./seeded-random.ts";

/** A paper as the fake of arXiv knows it; the id is without version. */
export type ArxivPaper = {
  id: string;
  version?: number;
  title: string;
  abstract: string;
  authors: string[];
  /** Of each author in turn; announcements and raw records print them in brackets after the name. */
  affiliations?: string[][];
  primaryCategory: string;
  categories: string[];
  doi?: string | null;
  comment?: string | null;
  journalRef?: string | null;
  /** ISO 8601. */
  publishedAt: string;
  updatedAt?: string;
};

const categoryPairs = [
  ["cs.CL", "cs.AI"],
  ["cs.CV", "cs.LG"],
  ["cs.LG", "stat.ML"],
  ["cs.AI", "cs.LG"],
  ["cs.RO", "cs.CV"],
  ["cs.IR", "cs.CL"],
  ["cs.SD", "eess.AS"],
  ["cs.MA", "cs.AI"],
] as const;
const methods = [
  "Sparse Routing",
  "Curriculum Replay",
  "Latent Planning",
  "Token Pruning",
  "Verifier Guidance",
] as const;
const aims = [
  "Long Documents",
  "Small Robots",
  "Noisy Speech",
  "Open Worlds",
  "Low-Resource Languages",
] as const;
const given = ["Ana", "Bo", "Chidi", "Dana", "Emeka", "Freya", "Goran", "Hana", "Ines", "Jun"] as const;
const family = [
  "Abara",
  "Brandt",
  "Castillo",
  "Dahl",
  "Eriksen",
  "Fujita",
  "García",
  "Huang",
  "Ivanova",
] as const;

/** A plausible paper that depends on the id alone, dated by it; null when the id names no possible month. */
export function inventPaper(id: string): ArxivPaper | null {
  const firstOfMonth = monthOf(id);
  if (firstOfMonth === null) return null;
  const random = seededRandom(seedOf(id));
  const [primaryCategory, other] = pick(random, categoryPairs);
  const method = pick(random, methods);
  const aim = pick(random, aims);
  const pages = 8 + Math.floor(random() * 20);
  const publishedAt = new Date(firstOfMonth + Math.floor(random() * 27 * 86_400) * 1000);
  return {
    id,
    title: `${method} for ${aim}`,
    abstract: `We study ${method.toLowerCase()} for ${aim.toLowerCase()}. On ${2 + Math.floor(random() * 6)} benchmarks it improves the baseline by ${1 + Math.floor(random() * 9)} points.`,
    authors: Array.from(
      { length: 1 + Math.floor(random() * 6) },
      () => `${pick(random, given)} ${pick(random, family)}`,
    ),
    primaryCategory,
    categories: [primaryCategory, other],
    doi: random() < 0.2 ? `10.48550/arXiv.${id}` : null,
    comment: random() < 0.7 ? `${pages} pages, ${Math.floor(pages / 3)} figures` : null,
    publishedAt: publishedAt.toISOString(),
  };
}

/** First instant of the month that an identifier names (https://info.arxiv.org/help/arxiv_identifier.html). */
function monthOf(id: string): number | null {
  const [, year = "", month = ""] = /^(?:[a-z-]+(?:\.[A-Z]{2})?\/)?(\d{2})(\d{2})/.exec(id) ?? [];
  if (Number(month) < 1 || Number(month) > 12) return null;
  const century = id.includes("/") && Number(year) > 90 ? 1900 : 2000;
  return Date.UTC(century + Number(year), Number(month) - 1, 1);
}
