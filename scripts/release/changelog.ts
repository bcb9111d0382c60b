const unreleased = /^## Unreleased[^\S\n]*\n([\s\S]*?)(?=^## |(?![\s\S]))/m;

/** What the changelog holds of changes that no version has yet; empty where it has headings alone. */
export function readUnreleased(changelog: string): string {
  const text = (unreleased.exec(changelog)?.[1] ?? "").trim();
  return /^(?!#)\S/m.test(text) ? text : "";
}

/**
 * Gives what is unreleased to a version, and leaves an empty section above it.
 *
 * @param date the day of the release, UTC, as 2026-11-29.
 */
export function dateUnreleased(changelog: string, version: string, date: string): string {
  return changelog
    .replace(unreleased, () => `## Unreleased\n\n## ${version} - ${date}\n\n${readUnreleased(changelog)}\n\n`)
    .trimEnd()
    .concat("\n");
}
