/**
 * The bare address of one written as mail programs and web pages do: `"Ann Sample" <a@b.example>`,
 * `<a@b.example>`, `mailto:a@b.example?subject=x`, or within quotes. Anything else stays as it is.
 */
export function undressAddress(text: string): string {
  let bare = text.trim();
  if (/^[^\s"'<>:,;]+@[^\s"'<>:,;?]+$/.test(bare)) return bare;
  const angled = /^[^<>]*<\s*([^<>]+?)\s*>[\s,;]*$/.exec(bare);
  bare = angled?.[1] ?? bare;
  const quoted = /^(["'])([^"']+)\1$/.exec(bare);
  bare = quoted?.[2] ?? bare;
  const linked = /^mailto:\s*([^?]+)(\?.*)?$/i.exec(bare.trim());
  if (linked?.[1] === undefined) return bare.trim();
  try {
    return decodeURIComponent(linked[1]).trim();
  } catch {
    return linked[1].trim();
  }
}
