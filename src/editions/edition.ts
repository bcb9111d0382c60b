import type { Cadence } from "../calendar/periods.ts";
import type { MachineSummary } from "../papers/machine-summary.ts";
import type { LinksOfPaper } from "../papers/paper-links.ts";
import type { EditionSection } from "../ranking/rank-period.ts";
import type { FrozenExplanation, StoredExplanation } from "./frozen-explanation.ts";

export const subscriberCadences = ["daily", "weekdays", "weekly", "monthly"] as const;
export type SubscriberCadence = (typeof subscriberCadences)[number];
/** How much of each paper a digest shows: its title, a short summary too, or the whole abstract. */
export const details = ["title", "summary", "abstract"] as const;
export type Detail = (typeof details)[number];

/** A paper with all text that a mail or page needs, as it was when its edition was frozen. */
export type FrozenPaper = {
  /** arXiv identifier without version. */
  id: string;
  section: EditionSection;
  /** 1 is first, within its section; what is further goes on where the top ended. */
  rank: number;
  /** Plain Unicode; LaTeX already converted where exact. Hostile until escaped, as every text here. */
  title: string;
  abstract: string;
  /** One or two sentences, or null when there is none. */
  summary: string | null;
  /** What a language model made of its abstract. Missing where none did. */
  machineSummary?: MachineSummary;
  authors: string[];
  organization: string | null;
  /** Such as `cs.CL`; null while arXiv has not told. */
  primaryCategory: string | null;
  categories: string[];
  keywords: string[];
  /** Day of the first version, `YYYY-MM-DD` (UTC). */
  publishedOn: string;
  upvotes: number;
  comments: number;
  stars: number | null;
  /** Upvotes gained in the last day, as `risingOf` reads it; null where it is not rising. */
  rise: number | null;
  /** The day on which it gained most of that, `YYYY-MM-DD` (UTC). Missing in what a release froze that named none. */
  riseDay?: string | null;
  score: number;
  /** What the score is the sum of, by name, as the release that froze it made it. */
  parts: Record<string, number>;
  /** Why it stands here; null when that is not known. */
  explanation: FrozenExplanation | null;
  links: LinksOfPaper;
  thumbnailUrl: string | null;
  /** Whether its submitter put a video beside it. Missing where none was known, and in what an earlier release froze. */
  hasVideo?: boolean;
};

/** A frozen paper as its row holds it, whichever release wrote it. */
export type StoredEditionPaper = Omit<FrozenPaper, "explanation"> & StoredExplanation;

/** One period's frozen, ranked papers, the same for all readers. */
export type Edition = {
  /** `daily-2026-06-18`, `weekly-2026-W25`, `monthly-2026-06`. */
  id: string;
  cadence: Cadence;
  /** `2026-06-18`, `2026-W25` or `2026-06`. */
  period: string;
  /** Counts from 1 within its cadence. */
  number: number;
  publishedAt: Date;
  /** Sources that could not be collected for the period, such as `arxiv`. */
  missingSources: string[];
  /** Section `top` by rank, then section `late`, then `further`. */
  papers: FrozenPaper[];
  /** How many papers of its own period it has, where `papers` may hold fewer (`mailedPart`). */
  ownPapers?: number;
  /** How many of the section `top` an operator put first. Missing where none. */
  pinned?: number;
  /** What an operator wrote for it. Missing where nothing. */
  said?: EditorsWords;
};

/** What an operator wrote for an edition; hostile until it is escaped, as every text here. */
export type EditorsWords = {
  /** What stands above the papers, as Markdown. */
  note: string | null;
  /** In place of the subject and the preheader that each mail makes of its own papers. */
  subject: string | null;
  preheader: string | null;
};
