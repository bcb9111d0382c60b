/** What a trend score is made of; `score` is their sum. */
export type ScoreParts = {
  /** From upvotes; the base that orders an edition. */
  upvotes: number;
  /** Tie-breakers, each far smaller than one upvote step among trending papers. */
  comments: number;
  stars: number;
  /** Zero within one day; negative for older days where days are mixed. */
  decay: number;
};
