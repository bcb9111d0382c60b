/** Where to go on reading a paper. */
export type LinksOfPaper = {
  /** Absolute https. */
  arxiv: string;
  pdf: string;
  /** As sources give them; null where none is known. */
  discussion: string | null;
  code: string | null;
  project: string | null;
};

type LinkedPaper = {
  id: string;
  discussionUrl: string | null;
  codeUrl: string | null;
  projectUrl: string | null;
};

/** The links of a collected paper; those to arXiv follow from its identifier. */
export function paperLinksOf({ id, discussionUrl, codeUrl, projectUrl }: LinkedPaper): LinksOfPaper {
  return {
    arxiv: `https://arxiv.org/abs/${id}`,
    pdf: `https://arxiv.org/pdf/${id}`,
    discussion: discussionUrl,
    code: codeUrl,
    project: projectUrl,
  };
}
