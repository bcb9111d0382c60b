const unreleased = /^## Unreleased[^\S\n]*\n([\s\S]*?)(?=^## |(?![\s\S]))/m;

/** The section of a version, which has one before it is released only where it is the first. */
function sectionOf(version: string): RegExp {
  return new RegExp(
    `^## ${version.replaceAll(".", "\\.")}(?: - \\S+)?[^\\S\\n]*\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`,
    "m",
  );
}

/**
 * What the changelog holds of changes that this version brings: all that is unreleased, and what is in its own section
 * already; empty where there are headings alone.
 */
export function readUnreleased(changelog: string, version: string): string {
  const texts = [unreleased, sectionOf(version)].map((section) => section.exec(changelog)?.[1] ?? "");
  const text = mergeParts(texts);
  return /^(?!#)\S/m.test(text) ? text : "";
}

/**
 * Gives what is unreleased to a version, and leaves an empty section above it.
 *
 * @param date the day of the release, UTC, as 2026-11-29.
 */
export function dateUnreleased(changelog: string, version: string, date: string): string {
  const text = readUnreleased(changelog, version);
  return changelog
    .replace(sectionOf(version), "")
    .replace(unreleased, () => `## Unreleased\n\n## ${version} - ${date}\n\n${text}\n\n`)
    .trimEnd()
    .concat("\n");
}

/** One part for each heading ("Added", "Changed"), in the order in which they come first. */
function mergeParts(texts: string[]): string {
  const parts = new Map<string, string[]>();
  for (const part of texts.flatMap((text) => text.split(/^(?=### )/m))) {
    const [, heading = "", body = ""] = /^(### [^\n]*\n)?([\s\S]*)$/.exec(part) ?? [];
    parts.set(heading.trim(), [...(parts.get(heading.trim()) ?? []), body.trim()]);
  }
  return [...parts]
    .flatMap(([heading, bodies]) => [heading, ...bodies])
    .filter((piece) => piece !== "")
    .join("\n\n");
}
