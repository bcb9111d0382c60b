import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { version } from "../../../src/config/package.ts";
import { deadLinks } from "../../support/docs.ts";
import { isShort } from "../short.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

let folder: string;
/** Where the package is installed, as the one dependency. */
let installed: string;
let files: string[];

/** @throws with what was said when it fails. */
function run(program: string, args: string[], cwd: string, env: Record<string, string> = {}): string {
  const surroundings = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    npm_config_update_notifier: "false",
  };
  return execFileSync(program, args, { cwd, env: { ...surroundings, ...env }, encoding: "utf8" });
}

const paperboy = (cwd: string, ...args: string[]) =>
  run(process.execPath, ["--", join(installed, "node_modules/.bin/paperboy"), ...args], cwd, {
    LOG_LEVEL: "silent",
  });

/** As npm would install it, without asking it: what the package needs is linked from here, and no other package. */
function layOut(file: string): void {
  const modules = join(installed, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  run("tar", ["-xzf", file, "-C", modules], folder);
  renameSync(join(modules, "package"), join(modules, "paperboy"));
  symlinkSync("../paperboy/bin/paperboy.mjs", join(modules, ".bin/paperboy"));
  const lock: { packages: Record<string, { dev?: boolean; devOptional?: boolean }> } = JSON.parse(
    readFileSync(join(root, "package-lock.json"), "utf8"),
  );
  for (const [path, { dev, devOptional }] of Object.entries(lock.packages)) {
    const isNeeded = /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && !dev && !devOptional;
    if (!isNeeded || !existsSync(join(root, path))) continue; // those of other platforms are not there
    mkdirSync(dirname(join(installed, path)), { recursive: true });
    symlinkSync(join(root, path), join(installed, path));
  }
}

/** Packs what Git would give a fresh clone, with the packages that are installed here. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paperboy package-"));
  const clone = join(folder, "clone");
  installed = join(folder, "installed");
  for (const path of [clone, installed]) mkdirSync(path);
  const tracked = run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], root);
  const there = tracked.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
  const archive = execFileSync("tar", ["-c", "--null", "-T", "-"], {
    cwd: root,
    input: there.join("\0"),
    maxBuffer: 2 ** 30,
  });
  execFileSync("tar", ["-x"], { cwd: clone, input: archive });
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));
  run("npm", ["pack", "--silent", "--pack-destination", folder], clone);
  const file = join(folder, `paperboy-${version}.tgz`);
  files = run("tar", ["-tzf", file], folder)
    .split("\n")
    .map((line) => line.replace(/^package\//, ""));
  if (isShort) layOut(file);
  else run("npm", ["install", "--silent", "--prefer-offline", "--no-audit", "--no-fund", file], installed);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package of a fresh clone", () => {
  it("holds what is run and read, and no source of it", () => {
    expect(files).toEqual(
      expect.arrayContaining([
        "package.json",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        ".env.example",
        "compose.yaml",
        "bin/paperboy.mjs",
        "dist/src/cli/main.js",
        "dist/src/db/migrations/meta/_journal.json",
        "docs/operations.md",
        "docs/licences.md",
        "deploy/systemd/paperboy-web.service",
        "deploy/compose/secrets.yaml",
      ]),
    );
    const migrations = readdirSync(join(root, "src/db/migrations")).filter((name) => name.endsWith(".sql"));
    expect(files).toEqual(expect.arrayContaining(migrations.map((name) => `dist/src/db/migrations/${name}`)));
    expect(
      files.filter((name) => /\.(?:tsx?|map)$|^(?:src|test|bench)\/|_snapshot\.json$/.test(name)),
    ).toEqual([]);
  });

  it("leads from no text for people to a file that it does not hold", () => {
    const folders = files.flatMap((file) => {
      const parts = file.split("/").slice(0, -1);
      return parts.map((_, index) => `${parts.slice(0, index + 1).join("/")}/`);
    });
    const texts = files.filter((file) => /^(?!dist\/).*\.md$/.test(file));
    expect(texts).toEqual(expect.arrayContaining(["README.md", "docs/README.md", "docs/operations.md"]));
    const dead = texts.flatMap((file) => {
      const text = readFileSync(join(installed, "node_modules/paperboy", file), "utf8");
      return deadLinks({ path: file, text }, [...files, ...folders]).map((link) => `${file}: ${link}`);
    });
    expect(dead).toEqual([]);
  });

  it("tells its version, and runs the demo, in a folder that holds nothing else", () => {
    expect(paperboy(installed, "--version")).toBe(`${version}\n`);
    const answer = JSON.parse(paperboy(installed, "demo", "--exit", "--json"));
    expect(answer).toMatchObject({ state: "sent", pending: 0, sealed: 0, failed: 0, uncertain: 0 });
    expect(answer.submitted).toBeGreaterThan(0);
  });

  it("writes a new installation, whose commands run at once", () => {
    const place = join(folder, "papers");
    const { files } = JSON.parse(paperboy(folder, "init", "papers", "--json"));
    expect(readdirSync(place).toSorted()).toEqual(files.toSorted());
    expect(readFileSync(join(place, "compose.yaml"), "utf8")).toContain(`paperboy-${version}.tgz`);
    expect(paperboy(place, "migrate")).toBe("The tables are up to date.\n");
    expect(JSON.parse(paperboy(place, "status", "--json"))).toEqual([]);
  });
});
