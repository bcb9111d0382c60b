import { randomBytes } from "node:crypto";
import { closeSync, fchmodSync, lstatSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPackageFile, repository, version } from "../config/package.ts";
import { RefusedError } from "../errors.ts";
import { packageFileOf, writeComposeText } from "./init/compose-text.ts";
import { type FreshSecrets, writeEnvText } from "./init/env-text.ts";

type NewFile = { name: string; text: string; mode: number };

/** What was written where, and which file of a package its containers are built from; null where they are published. */
export type InitReport = { folder: string; files: string[]; packageFile: string | null };

/**
 * Writes the files of a new installation into a folder, which is made if it is not there: `.env` with fresh secrets, for
 * its owner alone, and a compose file. Writes all of them or none, and none over a file that is there.
 *
 * @throws {RefusedError} when one of them is there, or the folder takes none.
 */
export function initFolder(folder: string): InitReport {
  const release = { version, repository };
  const isBuilt = repository === null;
  const files: NewFile[] = [
    { name: ".env", text: writeEnvText(readPackageFile(".env.example"), makeSecrets()), mode: 0o600 },
    { name: "compose.yaml", text: writeComposeText(readPackageFile("compose.yaml"), release), mode: 0o644 },
    // What a build is given: neither secrets nor data.
    ...(isBuilt ? [{ name: ".dockerignore", text: "*\n!*.tgz\n", mode: 0o644 }] : []),
  ];
  const there = files.filter(({ name }) => isThere(join(folder, name))).map(({ name }) => name);
  if (there.length > 0)
    throw new RefusedError(
      `${there.join(" and ")} ${there.length === 1 ? "is" : "are"} already in ${folder}: init writes over no file; name another folder, or move what is there.`,
    );
  writeAll(folder, files);
  return {
    folder,
    files: files.map(({ name }) => name),
    packageFile: isBuilt ? packageFileOf(release) : null,
  };
}

function writeAll(folder: string, files: NewFile[]): void {
  const written: string[] = [];
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, text, mode } of files) {
      const path = join(folder, name);
      const file = openSync(path, "wx", mode);
      written.push(path);
      try {
        // A mask of the caller may take away what the file needs; it never adds anything.
        fchmodSync(file, mode);
        writeFileSync(file, text);
      } finally {
        closeSync(file);
      }
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new RefusedError(
      `${folder} takes no files (${code}): name a folder in which this user may write.`,
      {
        cause: error,
      },
    );
  }
}

/** Also a link that leads nowhere. What lies below something that is no folder is told when it is written. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function makeSecrets(): FreshSecrets {
  const word = (bytes: number) => randomBytes(bytes).toString("base64url");
  return {
    tokenSecret: word(48),
    suppressionSecret: word(48),
    opsPassword: word(18),
    // It stands in an address, and some tools take it for more than letters.
    postgresPassword: randomBytes(24).toString("hex"),
  };
}
