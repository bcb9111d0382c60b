export type Scheme = "light" | "dark";

/** A mail's document as a client in light or in dark would show it, whatever the browser around it prefers. */
export function forceScheme(html: string, scheme: Scheme): string {
  const holds = (asked: string) => (asked.toLowerCase() === scheme ? "(min-width: 0px)" : "(max-width: 0px)");
  return html
    .replaceAll(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, asked: string) => holds(asked))
    .replaceAll(
      /(<meta\s+name="(?:color-scheme|supported-color-schemes)"\s+content=")[^"]*"/gi,
      `$1${scheme}"`,
    )
    .replaceAll(
      /(<meta\s+content=")[^"]*("\s+name="(?:color-scheme|supported-color-schemes)")/gi,
      `$1${scheme}$2`,
    )
    .replaceAll(
      /((?:^|[;{\s])(?:color-scheme|supported-color-schemes)\s*:\s*)(light dark|dark light)/gi,
      `$1${scheme}`,
    );
}
