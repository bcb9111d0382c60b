import type { SourceUnavailableError, Validators } from "./http.ts";

/** A paper as one source gives it; null or empty where the source does not say. */
export type SourcePaper = {
  /** arXiv identifier without version. */
  id: string;
  title: string;
  abstract: string;
  summary: string | null;
  authors: string[];
  organization: string | null;
  keywords: string[];
  primaryCategory: string | null;
  categories: string[];
  doi: string | null;
  comment: string | null;
  publishedAt: Date;
  codeUrl: string | null;
  projectUrl: string | null;
  discussionUrl: string | null;
  thumbnailUrl: string | null;
  /** Null for a source that knows no discussions. */
  discussion: Discussion | null;
  /** Null when its votes are not told. `position` is its place in the list of the day that was asked for, from 1. */
  signal: {
    upvotes: number;
    comments: number | null;
    stars: number | null;
    position: number | null;
  } | null;
};

/** What Hugging Face says of a paper's page there. */
type Discussion = {
  id: string | null;
  /** Name of the account that listed the paper. */
  submitter: string | null;
  /** How many authors have claimed the paper with an account; null when its authors are not told. */
  claimedAuthors: number | null;
  isAuthorIn: boolean | null;
  /** Figures and videos. */
  mediaCount: number;
  /** Of those, the addresses of the first few that can be had from a public server over https. */
  mediaUrls: string[];
};

/** An item that could not be read. */
export type RejectedItem = { source: string; id: string; reason: string; payload: unknown };

/** In the order in which they are asked: arXiv after Hugging Face, to be asked about the papers of both. */
export const sourceNames = ["huggingface", "arxiv"] as const;

export type SourceName = (typeof sourceNames)[number];

/** What a source listed for a day; `unchanged` when it is as it was when the validators were noted. */
export type Collected =
  | { kind: "unchanged" }
  | {
      kind: "listed";
      /** Each id once, in the source's order. */
      papers: SourcePaper[];
      rejected: RejectedItem[];
      /** To be kept with the papers, for the next question; null when the source gave none. */
      validators: Validators | null;
      /** Why the rest of the list is not here, when a part of it could not be had. */
      failure: SourceUnavailableError | null;
    };

export type LookOptions = {
  /** Ends the look early: what is not there by then counts as not answered. */
  signal?: AbortSignal | undefined;
};

/** Gives the validators kept for a URL, or null. */
type KnownValidators = (url: string) => Promise<Validators | null>;

export type PaperSource = {
  name: SourceName;
  /**
   * Asks for the papers that the source lists for a UTC day. Items that cannot be read are in `rejected`.
   *
   * @param signal ends the asking when it is aborted.
   * @throws {SourceUnavailableError} when the source gives no usable answer after all tries.
   */
  collectDay(day: string, known: KnownValidators, options?: LookOptions): Promise<Collected>;
};

/** What arXiv answered of the ids that it was asked for. */
export type LookedUp = {
  papers: SourcePaper[];
  rejected: RejectedItem[];
  /** The ids that it was asked for and answered, also where it knew nothing while it knew others. */
  answered: string[];
  /** Why the others were not answered. */
  failure: SourceUnavailableError | null;
  /** Whether the query API said that it is asked too often (429), whoever answered then; null when it was not asked. */
  isRefused: boolean | null;
};

type LookUpOptions = LookOptions & {
  /** The UTC day on whose list the papers are. */
  day: string;
  /** For how long the query API had been refusing (429) before this look. */
  refusedForMs: number;
  /** Of the ids, those that arXiv certainly has: an answer without any paper is then an outage. */
  known: string[];
};

export type ArxivSource = PaperSource & {
  /**
   * What arXiv knows of some ids: categories, all authors, comment, DOI. An id that it does not know is left
   * out; a malformed one is in `rejected` and is not asked for. An answer without any paper counts for none, and
   * for an outage when one of them is `known`. An API that goes on refusing is left for OAI-PMH.
   */
  lookUp(ids: string[], options: LookUpOptions): Promise<LookedUp>;
};
