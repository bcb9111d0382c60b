/**
 * Whether a paper's own texts say that it was withdrawn: its title is marked so, arXiv's comment says it, or the
 * abstract was replaced by the news ("This paper has been withdrawn by the authors due to ..."). A paper about
 * withdrawn papers, or one that was withdrawn from a conference, is none of these.
 */
export function saysWithdrawn(said: { title: string; abstract: string; comment: string | null }): boolean {
  const comment = said.comment ?? "";
  return (
    titleMark.test(said.title) ||
    aloneIn(said.abstract) ||
    aloneIn(comment) ||
    [said.abstract, comment].some((text) => news.some((pattern) => pattern.test(text)))
  );
}

const gone = "(?:withdrawn|retracted)(?!\\s+from\\b)";
const thing =
  "(?:paper|article|manuscript|submission|preprint|pre-print|eprint|e-print|work|note|report|version|letter)";
const opened = "(?<![\"“‘'`]\\s?)";

const titleMark = /^\W{0,3}(?:withdrawn|retracted)\b\W{0,2}[:\]–—-]/i;

const news = [
  new RegExp(
    `${opened}\\b(?:this|the present|our)\\s+(?:arxiv\\s+)?${thing}\\s+(?:has|have|had|is|was)\\s+(?:now\\s+|been\\s+|being\\s+|hereby\\s+|temporarily\\s+){0,3}${gone}`,
    "i",
  ),
  new RegExp(
    `${opened}\\b(?:we|(?:the\\s+)?authors?)\\s+(?:have|has|wish to|would like to)?\\s*(?:withdrawn?|retract(?:ed)?)\\s+(?:this|the|our)\\s+${thing}`,
    "i",
  ),
  /(?:^|[.;,([]\s?)(?:withdrawn|retracted)\s+by\s+(?:the\s+)?(?:authors?|submitter|arxiv|admin)/i,
];

const longestAlone = 40;

/** "Withdrawn." and "Paper withdrawn" are all of a comment or an abstract. */
function aloneIn(text: string): boolean {
  const trimmed = text.trim();
  return (
    trimmed.length <= longestAlone &&
    /^\W{0,2}(?:(?:this|the)?\s?(?:paper|article|manuscript|submission)\s+)?(?:is\s+)?(?:withdrawn|retracted)\W{0,3}$/i.test(
      trimmed,
    )
  );
}
