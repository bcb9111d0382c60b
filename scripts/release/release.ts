import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dateUnreleased, readUnreleased } from "./changelog.ts";

/** Why nothing was released, in one sentence. */
export class NotReleasedError extends Error {}

export type ReleaseOptions = {
  /** The checkout. */
  folder: string;
  version: string;
  now: Date;
  /** Looks at everything but the tests, tells what would be, and changes nothing. */
  isDryRun: boolean;
  say(line: string): void;
};

const branch = "main";
/** What must hold before a version is given; scripts of package.json. */
const checks = ["check", "test"];
const changed = ["package.json", "package-lock.json", "CHANGELOG.md"];

/**
 * Makes a release of a checkout: gives its version, a later one or that which package.json has and no tag, to package.json,
 * the lock file and the changelog, commits that and tags it. Pushes nothing. What fails leaves the checkout as it was.
 *
 * @throws {NotReleasedError} when something stands in the way.
 */
export function release({ folder, version, now, isDryRun, say }: ReleaseOptions): void {
  const changelog = assertReleasable(folder, version);
  const date = now.toISOString().slice(0, 10);
  if (isDryRun) {
    say(
      `Would run ${checks.map((script) => `npm run ${script}`).join(" and ")}, then commit and tag v${version}, with:\n`,
    );
    say(`## ${version} - ${date}\n\n${readUnreleased(changelog, version)}`);
    return;
  }
  for (const script of checks) runCheck(folder, script);
  const before = git(folder, "rev-parse", "HEAD");
  try {
    const quiet = ["--no-git-tag-version", "--ignore-scripts", "--allow-same-version"];
    run(folder, "npm", ["version", version, ...quiet]);
    writeFileSync(join(folder, "CHANGELOG.md"), dateUnreleased(changelog, version, date));
    // Nothing is, when the version stood there already, with this very day.
    if (git(folder, "status", "--porcelain") !== "")
      git(folder, "commit", "--quiet", "--message", `chore(release): ${version}`, "--", ...changed);
    git(folder, "tag", "--annotate", `v${version}`, "--message", `Paperboy ${version}`);
  } catch (cause) {
    // Nothing is lost: there were no changes but these.
    git(folder, "reset", "--quiet", "--hard", before);
    throw new NotReleasedError(`Version ${version} could not be committed and tagged: all is as before.`, {
      cause,
    });
  }
  say(`Version ${version} is committed and tagged. Push it with: git push --follow-tags`);
}

/** @returns the changelog. */
function assertReleasable(folder: string, version: string): string {
  const refuse = (sentence: string): never => {
    throw new NotReleasedError(sentence);
  };
  const { version: current } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (!/^\d+\.\d+\.\d+$/.test(version)) refuse(`"${version}" is no version such as 1.2.3.`);
  // The version itself may be given as long as no tag has it: so the first release is made.
  if (isEarlier(version, current))
    refuse(`Version ${version} is earlier than ${current}, which package.json has.`);
  if (git(folder, "tag", "--list", `v${version}`) !== "") refuse(`There is a tag v${version} already.`);
  const on = git(folder, "branch", "--show-current");
  if (on !== branch) refuse(`Releases are made on ${branch}, and this is ${on || "no branch"}.`);
  if (git(folder, "status", "--porcelain") !== "")
    refuse("The checkout has changes: commit them, or put them away.");
  const changelog = readFileSync(join(folder, "CHANGELOG.md"), "utf8");
  if (readUnreleased(changelog, version) === "") refuse('CHANGELOG.md has nothing under "Unreleased".');
  return changelog;
}

/** By numbers: 1.9.0 is earlier than 1.10.0. */
function isEarlier(version: string, current: string): boolean {
  return version.localeCompare(current, "en", { numeric: true }) < 0;
}

function runCheck(folder: string, script: string): void {
  try {
    execFileSync("npm", ["run", "--silent", script], {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
    });
  } catch (cause) {
    throw new NotReleasedError(`\`npm run ${script}\` failed: nothing was released.`, { cause });
  }
}

function git(folder: string, ...args: string[]): string {
  return run(folder, "git", args);
}

function run(folder: string, program: string, args: string[]): string {
  return execFileSync(program, args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}
