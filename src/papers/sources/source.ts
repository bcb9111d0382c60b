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
  signal: { upvotes: number; comments: number; stars: number | null } | null;
};

/** An item that could not be read. */
export type RejectedItem = { source: string; id: string; reason: string; payload: unknown };
