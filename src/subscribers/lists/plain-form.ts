const notDecomposed: Record<string, string> = {
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ð: "d",
};

/**
 * A title or value as it is compared: in lower case, without accents, spaces and punctuation, whole numbers
 * without their `.0`. A lone tick or cross is a yes or a no; other symbols alone stay as they are.
 */
export function plainForm(text: string): string {
  const trimmed = text.trim();
  const number = /^(\d+)[.,]0+$/.exec(trimmed);
  if (number?.[1] !== undefined) return number[1];
  if (/^[a-z0-9]+$/.test(trimmed)) return trimmed;
  const letters = trimmed
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[ßøłđæœıð]/g, (letter) => notDecomposed[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");
  return letters === "" ? symbolAlone(trimmed) : letters;
}

function symbolAlone(text: string): string {
  if (/[✓✔☑✅]/u.test(text)) return "yes";
  if (/[✗✘✕✖❌☐]/u.test(text)) return "no";
  return /[\p{S}\p{Extended_Pictographic}]/u.test(text) ? text : "";
}

/** The words of a title in plain form, parted where spaces, punctuation or a capital part them. */
export function plainWords(title: string): string[] {
  return title
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map(plainForm)
    .filter((word) => word !== "");
}
