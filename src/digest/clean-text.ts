/** Long values are cut: one hostile paper must not fill a mail. */
const ellipsis = "…";

/**
 * Text from outside as a mail can carry it: well-formed Unicode on one line, without control characters,
 * noncharacters (which mark segments while a template is cut) and bidirectional overrides (which would
 * turn the rest of the line around).
 */
export function cleanText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes("  ")) return text.trim();
  return text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff\p{Noncharacter_Code_Point}]/gu, "")
    .trim();
}

/**
 * At most `most` characters, cut after a whole word where there is one near, marked with an ellipsis. Never
 * parts a surrogate pair, nor a letter from the marks that stand on it.
 */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, cutPoint(text, most - ellipsis.length)).replace(/[\s,;:.–—-]+$/u, "")}${ellipsis}`;
}

/** Where to cut so that at most `most` characters stay: after a word, or else between whole characters. */
export function cutPoint(text: string, most: number): number {
  const space = text.lastIndexOf(" ", most);
  if (space >= most * 0.6) return space;
  let at = Math.max(0, most);
  while (at > 0 && clings(text, at)) at -= 1;
  return at;
}

/** Whether what stands at a place belongs to the character before it. */
function clings(text: string, at: number): boolean {
  const joins = text.charAt(at - 1) === "\u200d";
  return (
    joins ||
    (/^(?:\p{M}|\u200d|\p{Surrogate})/u.test(text.charAt(at)) && !/^[\ud800-\udbff]/.test(text.charAt(at)))
  );
}

/** `1 comment`, `4 comments`. */
export function counted(count: number, noun: string): string {
  return `${shortCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `1,234`, and from ten thousand on `12.3k`. */
function shortCount(count: number): string {
  if (count >= 10_000) return `${(count / 1000).toFixed(1).replace(/\.0$/, "")}k`;
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}
