import { cleanArxivId } from "./sources/paper-text.ts";

/** The beginning of a paper's address at arXiv, Hugging Face, alphaXiv or ar5iv, without its protocol; a RegExp's text. */
export const paperPages = String.raw`(?:arxiv\.org/(?:abs|pdf|html|format|src|e-print)|(?:huggingface|hf)\.co/papers|alphaxiv\.org/(?:[a-z]{2}/)?(?:abs|pdf|overview|html|resources)|ar5iv\.(?:labs\.arxiv\.)?org/(?:abs|html))/`;

/** What an address or a reference says before the identifier, and what stands behind it. */
const before = new RegExp(
  String.raw`^(?:(?:https?://)?(?:(?:www|export|browse|beta|[a-z]{2})\.)?${paperPages}|(?:(?:https?://)?(?:(?:dx|www)\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.|arxiv(?::\s*|\s+))`,
  "i",
);
const behind =
  /(?:\.pdf)?\/?(?:[?#].*|\s+\[[a-z-]+(?:\.[A-Z]{2})?\](?:\s+\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4})?)?$/i;

/**
 * The identifier that somebody means by itself, with a version, as `arXiv:2605.19577 [cs.CL]`, as the stamp on a PDF's
 * margin has it with its day, by arXiv's DOI (10.48550), or by the address of its page at arXiv, Hugging Face or
 * alphaXiv; without version, and in arXiv's capitals. Null when it is none of these.
 */
export function parsePaperId(text: string): string | null {
  return cleanArxivId(inCapitals(text.trim().slice(0, 200).replace(before, "").replace(behind, "")));
}

/** `MATH.gt/0309136V2` as `math.GT/0309136v2`. */
function inCapitals(id: string): string {
  return id.toLowerCase().replace(/\.[a-z]{2}(?=\/)/, (subject) => subject.toUpperCase());
}
