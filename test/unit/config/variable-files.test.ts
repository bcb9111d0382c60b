import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { envNames } from "../../../src/config/env.ts";
import { addEnvFile } from "../../../src/config/env-file.ts";
import { addVariableFiles, variableOfFile } from "../../../src/config/variable-files.ts";
import { InvalidConfigError } from "../../../src/errors.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paperboy secrets-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The path of a file that holds this. */
function keep(content: string | Buffer): string {
  const path = join(folder, "secret");
  writeFileSync(path, content);
  return path;
}

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    addVariableFiles(env);
  } catch (error) {
    if (error instanceof InvalidConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("a variable that a file holds", () => {
  it.each([
    ["RESEND_API_KEY", "re_hunter2\n", "re_hunter2"],
    ["RESEND_WEBHOOK_SECRET", "whsec_a,whsec_b\r\n", "whsec_a,whsec_b"],
    ["TOKEN_SECRET", "\ufeffhunter2", "hunter2"],
    ["SUPPRESSION_SECRET", "hunter2\n\n", "hunter2"],
    ["OPS_PASSWORD", "  hunter2 and more ", "  hunter2 and more "],
    ["DATABASE_URL", "postgres://a:b@c/d\n", "postgres://a:b@c/d"],
    ["REDIS_URL", "redis://:b@c:6379\n", "redis://:b@c:6379"],
    ["REDIS_PASSWORD", "hunter2\n", "hunter2"],
    ["SUMMARY_API_KEY", "hunter2\n", "hunter2"],
    ["METRICS_TOKEN", "hunter2\n", "hunter2"],
    ["PORT", "3001\n", "3001"],
    ["MAIL_FROM", "Läb <a@b.org>\n", "Läb <a@b.org>"],
  ])("is read for %s, without the line's end, and named no more", (name, content, value) => {
    const env: NodeJS.ProcessEnv = { [`${name}_FILE`]: keep(content), OTHER: "kept" };
    addVariableFiles(env);
    expect(env).toEqual({ [name]: value, OTHER: "kept" });
    addVariableFiles(env);
    expect(env[name]).toBe(value);
  });

  it.each<[string, () => string, string]>([
    ["is not there", () => join(folder, "nowhere"), "is not there"],
    ["is a folder", () => folder, "cannot be read (EISDIR)"],
    ["is empty", () => keep(""), "is empty"],
    ["has lines without a word", () => keep(" \n\n"), "is empty"],
    ["is no text", () => keep(Buffer.from([0xff, 0xfe, 0x68, 0x75])), "is not a text in UTF-8"],
    ["holds zeros", () => keep("hunter2\0hunter2"), "is not a text in UTF-8"],
    ["is none: the secret itself stands there", () => "hunter2".repeat(9), "is not there"],
    [
      "is none: a long secret itself stands there",
      () => "hunter2".repeat(999),
      "cannot be read (ENAMETOOLONG)",
    ],
    ["is none: an address with its password stands there", () => "postgres://u:hunter2@h/d", "is not there"],
    [
      "is none: a secret with zeros stands there",
      () => "hunter2\0",
      "cannot be read (ERR_INVALID_ARG_VALUE)",
    ],
  ])("is refused in one sentence, without the path, when its file %s", (_, path, fault) => {
    const env = { TOKEN_SECRET_FILE: path() };
    const problems = problemsOf(env);
    expect(problems).toEqual([
      `TOKEN_SECRET_FILE must name a file that holds the value, and the one that it names ${fault}`,
    ]);
    expect(env).not.toHaveProperty("TOKEN_SECRET");
  });

  it("is refused beside the variable itself, together with all else that is wrong, and nothing is read", () => {
    const env = {
      OPS_PASSWORD: "hunter22",
      OPS_PASSWORD_FILE: keep("hunter2"),
      RESEND_API_KEY_FILE: join(folder, "nowhere"),
      TOKEN_SECRET_FILE: keep("hunter2"),
    };
    const problems = problemsOf(env);
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
      "OPS_PASSWORD_FILE",
      "RESEND_API_KEY_FILE",
    ]);
    expect(problems.join()).not.toContain("hunter2");
    expect(env).not.toHaveProperty("TOKEN_SECRET");
  });

  it("may stand empty on either side, which counts as unset", () => {
    const env: NodeJS.ProcessEnv = {
      OPS_PASSWORD: "",
      OPS_PASSWORD_FILE: keep("hunter2"),
      TOKEN_SECRET_FILE: "",
    };
    addVariableFiles(env);
    expect(env.OPS_PASSWORD).toBe("hunter2");
  });
});

it("leaves alone what ends in _FILE and is a variable itself, or none of ours", () => {
  const env = { WORDS_FILE: "words.json", NODE_ENV_FILE: "nowhere", COMPOSE_FILE: "nowhere" };
  addVariableFiles(env);
  expect(env).toEqual({ WORDS_FILE: "words.json", NODE_ENV_FILE: "nowhere", COMPOSE_FILE: "nowhere" });
  const own = envNames.filter((name) => name.endsWith("_FILE"));
  expect(own).toContain("WORDS_FILE");
  expect(own.map(variableOfFile)).toEqual(own.map(() => null));
});

it("lets the way in which the environment gives a variable win over the other way in .env", () => {
  mkdirSync(join(folder, "at"), { recursive: true });
  const dotEnv = join(folder, "at", "variables");
  writeFileSync(
    dotEnv,
    "TOKEN_SECRET=file\nOPS_PASSWORD_FILE=file\nREDIS_URL_FILE=file\nPORT=80\nPORT_FILE=both",
  );
  const env: NodeJS.ProcessEnv = { TOKEN_SECRET_FILE: "given", OPS_PASSWORD: "given", REDIS_URL: "" };
  addEnvFile(env, dotEnv);
  expect(env).toEqual({
    TOKEN_SECRET_FILE: "given",
    OPS_PASSWORD: "given",
    REDIS_URL: "",
    PORT: "80",
    PORT_FILE: "both",
  });
});
