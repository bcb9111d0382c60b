import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { envNames, readConfig } from "../../src/config/env.ts";
import { InvalidConfigError } from "../../src/errors.ts";

const example = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
const documented = Object.fromEntries(
  [...example.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
);

describe(".env.example", () => {
  it("lists exactly the variables that are read", () => {
    expect(Object.keys(documented).toSorted()).toEqual(envNames.toSorted());
  });

  it("shows the defaults", () => {
    expect(readConfig(documented)).toEqual(readConfig({}));
  });
});

describe("readConfig", () => {
  it("names every wrong variable at once, and no value", () => {
    const env = {
      PORT: "eighty",
      DATABASE_URL: "mysql://root:hunter2@db",
      REDIS_URL: "nowhere",
      TOKEN_SECRET: "too-short-hunter2",
      MAIL_FROM: "hunter2",
      LOG_LEVEL: "loud",
    };
    const problems = problemsOf(env);
    expect(problems.map((problem) => problem.split(" ")[0]).toSorted()).toEqual(Object.keys(env).toSorted());
    expect(problems.join("\n")).not.toContain("hunter2");
  });

  it("guesses nothing in production", () => {
    expect(problemsOf({ NODE_ENV: "production" })).toEqual([
      expect.stringMatching(/^MAIL_TRANSPORT/),
      expect.stringMatching(/^PUBLIC_URL/),
      expect.stringMatching(/^TOKEN_SECRET/),
    ]);
  });

  it("asks for all that real mail needs", () => {
    const names = problemsOf({ MAIL_TRANSPORT: "resend" }).map((problem) => problem.split(" ")[0]);
    expect(names).toEqual([
      "RESEND_API_KEY",
      "MAIL_FROM",
      "MAIL_POSTAL_ADDRESS",
      "PUBLIC_URL",
      "TOKEN_SECRET",
    ]);
  });

  it("refuses a schedule that no calendar has", () => {
    expect(problemsOf({ PUBLISH_AT: "61 99 * * *", INGEST_EVERY: "hourly" })).toHaveLength(2);
  });

  it("counts an empty value as unset", () => {
    expect(readConfig({ PORT: "", REDIS_URL: "" })).toEqual(readConfig({}));
  });

  it("takes two secrets for a rotation and no third", () => {
    const secret = "s".repeat(32);
    expect(readConfig({ TOKEN_SECRET: `${secret},${secret}2` }).tokens.secrets).toHaveLength(2);
    expect(problemsOf({ TOKEN_SECRET: [secret, secret, secret].join(",") })).toHaveLength(1);
  });
});

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof InvalidConfigError) return error.problems;
    throw error;
  }
  return [];
}
