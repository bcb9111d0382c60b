import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeArxiv, startFakeArxiv } from "../../fakes/fake-arxiv.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import { type FakeResend, startFakeResend } from "../../fakes/fake-resend.ts";
import { awkwardDay } from "../../fixtures/papers/daily-items.ts";
import { readText } from "../../support/docs.ts";
import { type DocStep, printedPattern, stepsOf } from "../../support/docs-that-run.ts";
import { launcher } from "../../support/run-cli.ts";
import { isShort } from "../short.ts";

/** In the order in which somebody new would follow them, in one folder with one embedded database. */
const pages = ["docs/quick-start.md", "docs/moving.md", "docs/operations.md"];
const followed = isShort ? pages.slice(0, 1) : pages;

/** A folder of its own in which `paperboy` is the program. */
function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "paperboy-docs-"));
  writeFileSync(join(folder, "paperboy"), `#!/bin/sh\nexec "${process.execPath}" -- "${launcher}" "$@"\n`);
  chmodSync(join(folder, "paperboy"), 0o755);
  return folder;
}

/** Types a line into a shell there, with nothing set. */
function type(line: string, folder: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = { PATH: `${folder}:${process.env.PATH ?? ""}`, HOME: folder, LOG_LEVEL: "silent" };
  return new Promise((resolve) => {
    execFile("bash", ["-c", line], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, stdout, stderr });
    });
  });
}

async function follow({ line, exitCode, prints }: DocStep, folder: string): Promise<void> {
  const { code, stdout, stderr } = await type(line, folder);
  expect(code, stderr).toBe(exitCode);
  if (exitCode !== 0) expect(stderr).toMatch(/^paperboy: /);
  if (prints !== null) expect(stdout).toMatch(printedPattern(prints));
}

describe("on one machine, one after the other", () => {
  let folder: string;
  beforeAll(() => {
    folder = openFolder();
    const lists = new URL("../../fixtures/lists/moving", import.meta.url);
    cpSync(fileURLToPath(lists), folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(followed)("following %s to the letter", (path) => {
    const steps = stepsOf(readText(path));

    it("is a matter of more than one command", () => {
      expect(steps.length).toBeGreaterThan(1);
    });

    it.each(steps)("$line", (step) => follow(step, folder));
  });
});

describe.skipIf(isShort)("following docs/going-live.md with the variables that it shows", () => {
  const text = readText("docs/going-live.md");
  const steps = stepsOf(text);
  let folder: string;
  let servers: { huggingface: FakeHuggingFace; arxiv: FakeArxiv; resend: FakeResend };

  beforeAll(async () => {
    folder = openFolder();
    const [huggingface, arxiv, resend] = await Promise.all([
      startFakeHuggingFace({ days: { "2026-06-17": awkwardDay() } }),
      startFakeArxiv({ any: true }),
      startFakeResend({ domains: [{ name: "mail.example.org", status: "verified" }] }),
    ]);
    servers = { huggingface, arxiv, resend };
    const [, shown = ""] = /```ini\n([\s\S]*?)```/.exec(text) ?? [];
    const filled = shown
      .replace("TOKEN_SECRET=\n", `TOKEN_SECRET=${"a-secret-of-the-docs".repeat(3)}\n`)
      .replace("OPS_PASSWORD=\n", "OPS_PASSWORD=a-password-of-the-docs\n");
    const elsewhere = [
      `RESEND_BASE_URL=${resend.url}`,
      `HF_BASE_URL=${huggingface.url}`,
      `ARXIV_BASE_URL=${arxiv.url}`,
      "ARXIV_SPACING_MS=0",
    ];
    writeFileSync(join(folder, ".env"), `${filled}\n${elsewhere.join("\n")}\n`);
  });
  afterAll(async () => {
    await Promise.all(Object.values(servers).map((server) => server.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(steps)("$line", (step) => follow(step, folder));

  it("mails the test to who asked for it, and nobody else", () => {
    expect(servers.resend.mails.flatMap(({ to }) => to)).toEqual(["you@example.org"]);
  });
});
