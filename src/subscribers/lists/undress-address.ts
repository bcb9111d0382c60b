/**
 * The bare address of one written as mail programs, spreadsheets and web pages do: `"Ann Sample" <a@b.example>`,
 * `a@b.example (Ann)`, `Ann [a@b.example]`, `mailto:a@b.example?subject=x`, `SMTP:a@b.example`, in quotes of any
 * kind, with wide signs, as a link of HTML or Markdown. Anything else stays as it is, as do several addresses.
 */
export function undressAddress(text: string): string {
  const whole = text.trim();
  if (/^[a-z0-9._%+-]+@[a-z0-9.-]+$/i.test(whole)) return whole.replace(/\.$/, "");
  let bare = plainSigns(whole);
  bare = angled.exec(bare)?.[1] ?? commented.exec(bare)?.[1] ?? bracketed.exec(bare)?.[1] ?? bare;
  bare = (/^(["'])([^"']+)\1$/.exec(bare)?.[2] ?? bare).trim();
  bare = linked(bare) ?? bare;
  return bare.replace(/[\s,;.]+$/, "");
}

/** An address in angles, with a name before it and perhaps a comment behind. */
const angled = /^[^<>]*<\s*([^<>]+?)\s*>(?:\s*\([^()]*\))?["'\s,;]*$/;
/** A comment behind the address. */
const commented = /^([^\s()]+@[^\s()]+)\s+\([^()@]*\)$/;
const bracketed = /^[^[\]@]*\[\s*([^\s[\]]+@[^\s[\]]+?)\s*\]$/;

function linked(text: string): string | null {
  const target =
    /^<a\s[^<>]*href\s*=\s*["']?mailto:([^"'<>?\s]+)[^<>]*>[^<>]*<\/a>$/i.exec(text)?.[1] ??
    /^\[[^[\]]*\]\(mailto:([^()?\s]+)[^()]*\)$/i.exec(text)?.[1] ??
    /^(?:mailto|smtp|e-?mail):\s*([^?]+)(\?.*)?$/i.exec(text)?.[1];
  if (target === undefined) return null;
  try {
    return decodeURIComponent(target).trim();
  } catch {
    return target.trim();
  }
}

/** Quotes, angles and signs of other scripts and of HTML, written as in ASCII; without unseen marks around them. */
function plainSigns(text: string): string {
  return text
    .replaceAll(/^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/g, "")
    .replaceAll(/[“”„‟«»]/g, '"')
    .replaceAll(/^[‘’‚‛`´]|[‘’‚‛`´]$/g, "'")
    .replaceAll(/[‹〈⟨＜]|&lt;/g, "<")
    .replaceAll(/[›〉⟩＞]|&gt;/g, ">")
    .replaceAll("＠", "@")
    .trim();
}
