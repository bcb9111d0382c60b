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
 * Gives what is unreleased to a version, and leaves an empty section above it, also where there was none.
 *
 * @param date the day of the release, UTC, as 2026-11-29.
 */
export function dateUnreleased(changelog: string, version: string, date: string): string {
  const own = sectionOf(version);
  const dated = `## Unreleased\n\n## ${version} - ${date}\n\n${readUnreleased(changelog, version)}\n\n`;
  const renewed = unreleased.test(changelog)
    ? changelog.replace(own, "").replace(unreleased, () => dated)
    : changelog.replace(own, () => dated);
  return renewed.trimEnd().concat("\n");
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
