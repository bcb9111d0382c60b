import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { release } from "../../../scripts/release/release.ts";

let folder: string;
let said: string[];

const read = (name: string) => readFileSync(join(folder, name), "utf8");
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
const manifest = (version: string, check = "true") =>
  `${JSON.stringify({ name: "paperboy", version, scripts: { check, test: "true" } }, null, 2)}\n`;

function make(version: string, isDryRun = false): void {
  const now = new Date("2026-12-01T23:30:00Z");
  release({ folder, version, now, isDryRun, say: (line) => said.push(line) });
}

/** A checkout of version 1.9.0 with something new. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-release-"));
  said = [];
  write("package.json", manifest("1.9.0"));
  const root = { name: "paperboy", version: "1.9.0" };
  write(
    "package-lock.json",
    `${JSON.stringify({ ...root, lockfileVersion: 3, packages: { "": root } }, null, 2)}\n`,
  );
  write(
    "CHANGELOG.md",
    "# Changelog\n\n## Unreleased\n\n- Something new.\n\n## 1.9.0 - 2026-11-29\n\n- All.\n",
  );
  git("init", "--quiet", "--initial-branch", "main");
  git("config", "user.name", "Somebody");
  git("config", "user.email", "somebody@example.org");
  git("add", ".");
  git("commit", "--quiet", "--message", "begin");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("gives a version to all that tells one, commits and tags it, and only once", () => {
  make("1.10.0");
  expect(JSON.parse(read("package.json")).version).toBe("1.10.0");
  const lock = JSON.parse(read("package-lock.json"));
  expect([lock.version, lock.packages[""].version]).toEqual(["1.10.0", "1.10.0"]);
  expect(read("CHANGELOG.md")).toContain(
    "## Unreleased\n\n## 1.10.0 - 2026-12-01\n\n- Something new.\n\n## 1.9.0",
  );
  expect(git("status", "--porcelain")).toBe("");
  expect(git("log", "-1", "--format=%s")).toBe("chore(release): 1.10.0");
  expect(git("cat-file", "-t", "v1.10.0")).toBe("tag");
  expect(git("rev-parse", "v1.10.0^{commit}")).toBe(git("rev-parse", "HEAD"));
  expect(() => make("1.10.0")).toThrow(/tag v1\.10\.0 already/);
  expect(() => make("1.10.1")).toThrow(/nothing under "Unreleased"/);
});

it.each<[string, () => void, string]>([
  ["something new", () => {}, "- Something new.\n\n- All."],
  [
    "nothing new, on the day that the changelog names",
    () => {
      write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n## 1.9.0 - 2026-12-01\n\n- All.\n");
      git("commit", "--quiet", "--all", "--message", "date");
    },
    "- All.",
  ],
])("releases the version that package.json has while no tag has it, with %s, and only once", (_, change, text) => {
  change();
  make("1.9.0");
  expect(JSON.parse(read("package.json")).version).toBe("1.9.0");
  expect(read("CHANGELOG.md")).toBe(`# Changelog\n\n## Unreleased\n\n## 1.9.0 - 2026-12-01\n\n${text}\n`);
  expect(git("status", "--porcelain")).toBe("");
  expect(git("rev-parse", "v1.9.0^{commit}")).toBe(git("rev-parse", "HEAD"));
  expect(() => make("1.9.0")).toThrow(/tag v1\.9\.0 already/);
});

it("tells in a dry run what would be, and changes nothing", () => {
  make("1.9.1", true);
  expect(said.join("\n")).toMatch(/tag v1\.9\.1[\s\S]*## 1\.9\.1 - 2026-12-01\n\n- Something new\./);
  expect(git("status", "--porcelain")).toBe("");
  expect(git("tag", "--list")).toBe("");
});

it.each<[string, () => void, string, RegExp]>([
  ["no version is named", () => {}, "", /no version such as/],
  ["the version is a name", () => {}, "next", /no version such as/],
  ["the version is an earlier one", () => {}, "1.8.10", /earlier than 1\.9\.0/],
  ["its tag is there", () => git("tag", "v1.9.1"), "1.9.1", /tag v1\.9\.1 already/],
  ["the branch is another", () => git("switch", "--quiet", "--create", "side"), "1.9.1", /and this is side/],
  ["something is not committed", () => write("new", ""), "1.9.1", /has changes/],
  [
    "a check fails",
    () => {
      write("package.json", manifest("1.9.0", "false"));
      git("commit", "--quiet", "--all", "--message", "break");
    },
    "1.9.1",
    /`npm run check` failed/,
  ],
  [
    "a hook refuses the commit",
    () => writeFileSync(join(folder, ".git/hooks/pre-commit"), "#!/bin/sh\nexit 1\n", { mode: 0o755 }),
    "1.9.1",
    /all is as before/,
  ],
])("releases nothing when %s", (_, change, version, sentence) => {
  change();
  const before = [git("rev-parse", "HEAD"), git("status", "--porcelain"), git("tag", "--list")];
  expect(() => make(version)).toThrow(sentence);
  expect([git("rev-parse", "HEAD"), git("status", "--porcelain"), git("tag", "--list")]).toEqual(before);
});
