/** Letters that Unicode does not take apart into a plain one and its accent. */
const plainLetters: Record<string, string> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ı: "i",
};

const greek =
  "α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta κ kappa λ lambda μ mu ξ xi π pi ρ rho σ sigma τ tau φ phi χ chi ψ psi ω omega";
const greekNames = new Map(
  [...greek.matchAll(/(\S) (\S+)/gu)].map(([, letter = "", name = ""]) => [letter, name] as const),
);

/** A Greek letter by itself, or several of it (`βs`): people type its name. Within Greek words it stays. */
const greekAlone = /[αβγδεζηθκλμξπρστφχψω](?<!\p{L}.)(?=s?(?!\p{L}))/gu;

/** Without case and accents of Latin letters, single Greek letters by their names; powers and indices are plain digits: `R³` is `r3`. */
export function foldLetters(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .replace(/[łøđðßæœþı]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(greekAlone, (letter) => greekNames.get(letter) ?? letter);
}

/** As `foldLetters`, and without hyphens: `Fine-Tuning` is `fine tuning`. */
export function foldText(text: string): string {
  return foldLetters(text).replace(/[\s\u2010-\u2015_-]+/g, " ");
}

/** A word of a folded text, with its place: words that only spaces, hyphens or a sign of a power part stand side by side. */
export type PlacedWord = { word: string; place: number };

/**
 * A folded text's words. Where more than spaces, hyphens and signs of powers (`R^3`, `x_{2}`) stands between two, a
 * place stays free, so that no phrase reaches over it.
 */
export function placeWords(text: string, from = 0): PlacedWord[] {
  const placed: PlacedWord[] = [];
  let place = from - 1;
  let end = 0;
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    place += placed.length === 0 || isBetween(text, end, index) ? 1 : 2;
    end = index + word.length;
    placed.push({ word, place });
  }
  return placed;
}

function isBetween(text: string, from: number, to: number): boolean {
  return to - from === 1 && text[from] === " "
    ? true
    : /^[\s\u2010-\u2015_^{}$-]*$/.test(text.slice(from, to));
}
