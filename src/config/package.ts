import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** Where package.json lies, beside `src` in a checkout and above `dist` when built, and what else a package holds. */
const packageFolder = findPackageFolder();

/** As npm allows it: `github:OWNER/NAME`, an address, or an object with one. */
const repositorySchema = z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]);

const manifest = z
  .object({ name: z.string(), version: z.string(), repository: repositorySchema.optional() })
  .parse(JSON.parse(readPackageFile("package.json")));

/** What npm calls this package: `paperboy`, or `@OWNER/paperboy` where it was published. */
export const packageName = manifest.name;

/** This release's version, as package.json has it. */
export const version = manifest.version;

/** Where at GitHub this package was published from, as `OWNER/NAME`; null if it was not. */
export const repository = nameAtGitHub(manifest.repository);

/** A text of the package, named from its root. */
export function readPackageFile(path: string): string {
  return readFileSync(new URL(path, packageFolder), "utf8");
}

function findPackageFolder(): URL {
  const places = ["../../", "../../../"].map((path) => new URL(path, import.meta.url));
  const place = places.find((folder) => existsSync(new URL("package.json", folder)));
  if (!place) throw new Error("package.json is not where the code expects it");
  return place;
}

/** Null for what lies elsewhere. */
function nameAtGitHub(address = ""): string | null {
  const [, name] = /(?:^github:|\bgithub\.com[/:])([\w-][\w.-]*\/[\w.-]+?)(?:\.git)?\/?$/.exec(address) ?? [];
  return name ?? null;
}
