import { cleanArxivId } from "./sources/paper-text.ts";

/** What an address or a reference says before the identifier, and a file's ending behind it. */
const before =
  /^(?:(?:https?:\/\/)?(?:www\.|export\.)?(?:arxiv\.org\/(?:abs|pdf|html)|huggingface\.co\/papers|alphaxiv\.org\/(?:abs|pdf|overview))\/|(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?10\.48550\/arxiv\.|arxiv:\s*)/i;
const behind = /(?:\.pdf)?\/?(?:[?#].*)?$/i;

/**
 * The identifier that somebody means by itself, with a version, as `arXiv:2605.19577`, by arXiv's DOI (10.48550), or by
 * the address of its page at arXiv, Hugging Face or alphaXiv; without version. Null when it is none of these.
 */
export function parsePaperId(text: string): string | null {
  return cleanArxivId(text.trim().slice(0, 200).replace(before, "").replace(behind, ""));
}
