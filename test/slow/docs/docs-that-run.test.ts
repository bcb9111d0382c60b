import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readText } from "../../support/docs.ts";
import { printedPattern, stepsOf } from "../../support/docs-that-run.ts";
import { launcher } from "../../support/run-cli.ts";
import { isShort } from "../short.ts";

/** In the order in which somebody new would follow them, in one folder with one embedded database. */
const pages = ["docs/quick-start.md", "docs/moving.md", "docs/operations.md"];
const followed = isShort ? pages.slice(0, 1) : pages;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paperboy-docs-"));
  writeFileSync(join(folder, "paperboy"), `#!/bin/sh\nexec "${process.execPath}" -- "${launcher}" "$@"\n`);
  chmodSync(join(folder, "paperboy"), 0o755);
  cpSync(fileURLToPath(new URL("../../fixtures/lists/moving", import.meta.url)), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Types a line into a shell in which `paperboy` is the program, with nothing set. */
function type(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: `${folder}:${process.env.PATH ?? ""}`, HOME: folder, LOG_LEVEL: "silent" };
  return new Promise((resolve) => {
    execFile("bash", ["-c", line], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}

describe.each(followed)("following %s to the letter", (path) => {
  const steps = stepsOf(readText(path));

  it("is a matter of more than one command", () => {
    expect(steps.length).toBeGreaterThan(1);
  });

  it.each(steps)("$line", async ({ line, exitCode, prints }) => {
    const { code, stdout, stderr } = await type(line);
    expect(code, stderr).toBe(exitCode);
    if (exitCode !== 0) expect(stderr).toMatch(/^paperboy: /);
    if (prints !== null) expect(stdout).toMatch(printedPattern(prints));
  });
});
