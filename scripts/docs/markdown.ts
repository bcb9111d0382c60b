/** What is said on top of a page that a script writes. */
export function writtenBy(script: string, source: string): string {
  return `<!-- Written by \`npm run ${script}\` from ${source}: change those, then run it. -->`;
}

export function table(titles: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Plain text as Markdown shows it unchanged; code spans stay what they are. */
export function escapeText(text: string): string {
  return mapProse(text, (prose) => prose.replaceAll(/[<*[\]]/g, "\\$&"));
}

/** Changes a text where it is no code span. */
export function mapProse(text: string, change: (prose: string) => string): string {
  return text.replaceAll(
    /(`[^`]*`)|([^`]+)/g,
    (_, code?: string, prose?: string) => code ?? change(prose ?? ""),
  );
}

export function asSentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(begun) ? begun : `${begun}.`;
}
