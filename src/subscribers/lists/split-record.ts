/** The cells of a record; `open` when a quote is not closed yet, `broken` when it cannot be closed any more. */
export type SplitRecord = string[] | "open" | "broken";

/**
 * Cuts the text of one record into cells (RFC 4180 and its relatives). A quoted cell may have spaces around its
 * quotes, and quotes within; an address dressed as `"Ann Sample" <a@b.example>` stays as it is. A quote that was
 * still open at the end of a line must be closed by the next quote: any other closes nothing, and was never meant to.
 *
 * @param delimiter one letter.
 */
export function splitRecord(text: string, delimiter: string): SplitRecord {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; ; ) {
    const found = readCell(text, at, delimiter);
    if (typeof found === "string") return found;
    cells.push(found.cell);
    if (found.end >= text.length) return cells;
    at = found.end + 1;
  }
}

type Cell = { cell: string; end: number };

function readCell(text: string, at: number, delimiter: string): Cell | "open" | "broken" {
  const start = skipSpaces(text, at, delimiter);
  if (text[start] === '"') return readQuoted(text, start, delimiter);
  return bareCell(text, at, at, delimiter);
}

function readQuoted(text: string, start: number, delimiter: string): Cell | "open" | "broken" {
  let innerQuote: number | null = null;
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return innerQuote === null ? "open" : bareCell(text, start, innerQuote, delimiter);
    if (text[quote + 1] === '"') {
      from = quote + 2;
      continue;
    }
    const end = skipSpaces(text, quote + 1, delimiter);
    if (end >= text.length || text[end] === delimiter)
      return { cell: text.slice(start + 1, quote).replaceAll('""', '"'), end };
    if (text.slice(start, quote).includes("\n")) return "broken";
    const bare = bareCell(text, start, quote, delimiter);
    if (/^\s*<[^<>]*>\s*$/.test(text.slice(quote + 1, bare.end))) return bare;
    innerQuote ??= quote;
    from = quote + 1;
  }
}

/** What stands before the next delimiter after `from`, as it is. */
function bareCell(text: string, start: number, from: number, delimiter: string): Cell {
  const next = text.indexOf(delimiter, from);
  const end = next < 0 ? text.length : next;
  return { cell: text.slice(start, end), end };
}

function skipSpaces(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && /[ \t\u00a0]/.test(text[at] ?? "")) at += 1;
  return at;
}
