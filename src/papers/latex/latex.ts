import { Conversion } from "./conversion.ts";
import { dropComments, expandMacros } from "./latex-macros.ts";
import { closeGaps, tidy } from "./tidy.ts";

const mostPasses = 6;

/**
 * Writes the LaTeX of titles and abstracts as Unicode where that is exact (`\%`, `$\alpha$`, `10^{-3}`, `\"o`),
 * and readably where it is not (`$\frac{a}{b}$` as a/b, `x^{(q)}` as x^(q)). A dollar that means money stays one,
 * and so does `<...>`. White space becomes single spaces; control and bidirectional formatting characters go.
 *
 * Never throws, takes linear time whatever it is given, and changes nothing when repeated.
 */
export function latexToUnicode(text: string): string {
  let current = tidy(expandMacros(dropComments(text)));
  if (!hasLatex(current)) return current;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const next = tidy(closeGaps(new Conversion(current).run()));
    if (next === current) return current;
    current = next;
  }
  // Only built-up nonsense gets here.
  return tidy(current.replaceAll(latexCharacters, ""));
}

/** Whether a text holds any of the characters without which no rule of LaTeX applies. */
export function hasLatex(text: string): boolean {
  return text.search(latexCharacters) >= 0;
}

const latexCharacters = /[\\$^_{}~`]|-(?=-)|''/g;
