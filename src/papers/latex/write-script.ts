import { subscripts, superscripts } from "./latex-tables.ts";

/** What stands above or below the line: in its own signs where there are such for all of it, else after the sign. */
export function writeScript(sign: string, text: string): string {
  if (text === "") return "";
  if (sign === "^" && /^[′*⊤⊺†‡⋆®™°]+$/u.test(text)) return text.replace(/[⊤⊺]/, "ᵀ");
  const table = sign === "^" ? superscripts : subscripts;
  // Numbers of affiliations stand above the line with commas between.
  const isList = sign === "^" && /^\d{1,2}(?:, ?\d{1,2})+$/.test(text);
  const raised = [...text.replaceAll(" ", "")].map((char) => (isList && char === "," ? "," : table[char]));
  const isWord = /\p{L}{3}/u.test(text);
  if (!isWord && raised.every((char) => char !== undefined)) return raised.join("");
  // `2^{2^n}` is no 2²ⁿ: what holds a script itself stays in brackets.
  const isPlain = /^(?:[\p{L}\d.]+|.|[+-][\d.]+|\([^()]*\))$/u.test(text) && !/.[ʰ-˿ᴬ-ᶿ⁰-₟²³¹ⱼ]/u.test(text);
  return isPlain ? `${sign}${text}` : `${sign}(${text})`;
}
