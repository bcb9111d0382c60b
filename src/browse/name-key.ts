/** Letters that Unicode does not take apart into a plain one and its accent. */
const plainLetters: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  ŧ: "t",
  ς: "σ",
};

/** A longer name is cut: nobody types it, and its beginning tells it from others. */
const longestKey = 100;
const longestName = 400;

/**
 * All that is no letter, digit or accent within them, by ranges: what a database calls a letter differs from one to the
 * next.
 */
const marks =
  /[\p{Cc} -/:-@[-`{-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u3000-\u3004\u3008-\u3020\u30fb\ue000-\uf8ff\ufff0-\uffff\p{Variation_Selector}]+/gu;

/**
 * What all spellings of a keyword's, an organisation's or an author's name share: without case, accents and marks, its
 * words joined by hyphens (`Müller, J.` is `muller-j`, `C++` is `c-plus-plus`). Empty for a name of marks alone.
 *
 * `paperboy_name_key` in the database makes the same of it; the key of a key is that key.
 */
export function nameKey(name: string): string {
  const plain = cut(name, longestName)
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .normalize("NFC")
    .replace(/[ßæœþøłđðħıŧς]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/['`´’‘ʼ]/g, "")
    .replaceAll("+", " plus ")
    .replaceAll("#", " sharp ");
  return cut(plain.replace(marks, "-").replace(/^-/, ""), longestKey).replace(/-$/, "");
}

/** By characters, so that none is cut in two; the half of one counts as a mark. */
function cut(text: string, most: number): string {
  return Array.from(text.slice(0, most * 2), whole)
    .slice(0, most)
    .join("");
}

function whole(letter: string): string {
  return /\p{Surrogate}/u.test(letter) ? "\ufffd" : letter;
}
