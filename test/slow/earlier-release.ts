import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";

/**
 * Releases whose workers may run beside this one's tables: what an upgrade starts from, one that reads less of an edition
 * than this one writes, and the one before this one, which makes the same mails of a seal.
 */
const commits = { first: "7f1d04a", last: "5d6c6b1", before: "1043eef" };

const root = fileURLToPath(new URL("../..", import.meta.url));

export type EarlierRelease = {
  /** Runs one of its commands to its end. @throws with what it said when it fails. */
  run(args: string[], env: Record<string, string>): Promise<string>;
  /** Starts one that goes on until it is stopped. */
  start(args: string[], env: Record<string, string>): RunningCommand;
};

type RunningCommand = { stop(): Promise<number | null> };

/**
 * An earlier release, built on the modules that are installed here. Null, and said so, where its commit cannot be had:
 * without Git, or in a shallow clone. A whole clone that lacks it is a failure in CI.
 */
export function openEarlierRelease(which: keyof typeof commits): EarlierRelease | null {
  const commit = commits[which];
  if (!isThere(commit)) {
    if (process.env.CI && isWholeClone()) throw new Error(`Git knows no commit ${commit}.`);
    process.stderr.write(
      `NOT RUN: the release before beside this one, since Git has no commit ${commit} here.\n`,
    );
    return null;
  }
  const folder = buildRelease(commit);
  const launch = (args: string[], env: Record<string, string>) =>
    spawn(process.execPath, [path.join(folder, "dist/src/cli/main.js"), ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: "error", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  return {
    run: async (args, env) => {
      const child = launch(args, env);
      const said = listen(child);
      const code = await ended(child);
      if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${said()}`);
      return said();
    },
    start: (args, env) => {
      const child = launch(args, env);
      listen(child);
      const end = ended(child);
      return {
        stop: () => {
          child.kill("SIGTERM");
          return end;
        },
      };
    },
  };
}

/**
 * Its build, which the files of a run share and which goes with what the run has built. Types are not checked. From the
 * sources each of its processes would compile it anew.
 */
function buildRelease(commit: string): string {
  const shared = path.join(inject("builtFolder"), `earlier-${commit}`);
  if (existsSync(shared)) return shared;
  const folder = mkdtempSync(`${shared}-`);
  execFileSync("tar", ["-x", "-C", folder], { input: git("archive", "--format=tar", commit) });
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const compiler = path.join(root, "node_modules/typescript/bin/tsc");
  for (const args of [[compiler, "-p", "tsconfig.build.json", "--noCheck"], ["scripts/copy-assets.mjs"]]) {
    execFileSync(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  }
  try {
    renameSync(folder, shared);
    return shared;
  } catch {
    return folder; // another file was faster; its own serves as well
  }
}

function isThere(commit: string): boolean {
  try {
    git("cat-file", "-e", `${commit}^{commit}`);
    return true;
  } catch {
    return false; // no Git, no repository, or a history without it
  }
}

function isWholeClone(): boolean {
  try {
    return git("rev-parse", "--is-shallow-repository").toString().trim() === "false";
  } catch {
    return false;
  }
}

function git(...args: string[]): Buffer {
  return execFileSync("git", args, {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 256 * 1024 * 1024,
  });
}

/** Reads what it prints, so that it never waits for its reader; the answer gives it. */
function listen(child: ChildProcess): () => string {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      said = (said + text).slice(-20_000);
    });
  }
  return () => said;
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
}
