/** An opening tag. Names are in lower case, values unescaped. */
export type Tag = { name: string; attributes: Record<string, string> };

const tagPattern = /<([a-z][\w:-]*)((?:\s+[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*\/?>/gi;
const attributePattern = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/g;
const comments = /<!--[\s\S]*?-->/g;

/** The opening tags of a document in their order, comments (and so Outlook's conditionals) left out. */
export function readTags(html: string): Tag[] {
  return [...html.replaceAll(comments, "").matchAll(tagPattern)].map(([, name = "", rest = ""]) => ({
    name: name.toLowerCase(),
    attributes: Object.fromEntries(
      [...rest.matchAll(attributePattern)].map(([, key = "", double, single, bare]) => [
        key.toLowerCase(),
        unescapeText(double ?? single ?? bare ?? ""),
      ]),
    ),
  }));
}

/** The words of a piece of a mail's HTML, without those of its styles and comments; spaces as they are. */
export function plainTextOf(html: string): string {
  const words = html
    .replaceAll(comments, "")
    .replaceAll(/<(style|title)\b[\s\S]*?<\/\1>/gi, "")
    .replaceAll(/<(?:\/?(?:p|div|tr|td|h\d|table|br|li)\b)[^>]*>/gi, " ")
    .replaceAll(/<[^>]*>/g, "");
  return unescapeText(words);
}

function unescapeText(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&#39;", "'")
    .replaceAll("&nbsp;", "\u00a0")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
