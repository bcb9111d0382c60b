/** A word or a quoted phrase, as it was typed, without its minus and its quotes. */
export type Term = { text: string; isPhrase: boolean };

/** What a query asks for. */
export type QueryTerms = {
  /** One of these lists is wanted, of it every term. Never an empty list. */
  alternatives: Term[][];
  /** What must not be there, whatever else is wanted. */
  excluded: Term[];
};

/** Reads what a person types: words, "phrases", `or` between them, and `-` before what is to be left out. */
export function readQueryTerms(text: string): QueryTerms {
  const alternatives: Term[][] = [[]];
  const excluded: Term[] = [];
  for (const piece of piecesOf(text)) {
    if (piece.startsWith("-")) excluded.push(termOf(piece.replace(/^-+/, "")));
    else if (piece.toLowerCase() === "or") alternatives.push([]);
    else alternatives.at(-1)?.push(termOf(piece));
  }
  return { alternatives: alternatives.filter((terms) => terms.length > 0), excluded };
}

/** Words and quoted phrases, each with its minus; what has no letter and no digit asks for nothing. */
function piecesOf(text: string): string[] {
  return (text.match(/-*"[^"]*"|\S+/g) ?? []).filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

function termOf(piece: string): Term {
  const isPhrase = piece.startsWith('"');
  return { text: piece.replaceAll('"', " ").trim(), isPhrase };
}
