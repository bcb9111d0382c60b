import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { envNames, readConfig } from "../../../src/config/env.ts";
import { writeComposeText } from "../../../src/upkeep/init/compose-text.ts";
import { writeEnvText } from "../../../src/upkeep/init/env-text.ts";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const compose = read("compose.yaml");
const secrets = {
  tokenSecret: "t".repeat(64),
  suppressionSecret: "s".repeat(64),
  opsPassword: "o".repeat(24),
  postgresPassword: "p".repeat(48),
};
const text = writeEnvText(read(".env.example"), secrets);

describe("the .env of a new installation", () => {
  it("names every variable once, and sets only what starts it", () => {
    const named = [...text.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual([...envNames, "POSTGRES_PASSWORD"].toSorted());
    const given = parseEnv(text);
    const set = Object.keys(given).filter((name) => given[name] !== "");
    expect(set.toSorted()).toEqual([
      "MAIL_TRANSPORT",
      "NODE_ENV",
      "OPS_PASSWORD",
      "POSTGRES_PASSWORD",
      "PUBLIC_URL",
      "SUPPRESSION_SECRET",
      "TOKEN_SECRET",
    ]);
    expect(readConfig(given)).toMatchObject({
      isProduction: true,
      tokens: { secrets: [secrets.tokenSecret] },
    });
  });

  it("keeps each comment of .env.example but its first, with the variables below it", () => {
    const sections = read(".env.example")
      .split(/^# --- .*$/m)
      .slice(1);
    const comments = sections.flatMap((section) => section.match(/^# .*$/gm) ?? []);
    expect(comments.filter((line) => !text.includes(line))).toEqual([]);
    expect(text).toMatch(/^# fatal, error, warn.*\n#LOG_LEVEL=info$/m);
    expect(text).toMatch(/^# Where readers reach it.*\n(?:# .*\n)*PUBLIC_URL=http:/m);
  });
});

describe("the compose file of a new installation", () => {
  it("starts the image of a release that was published", () => {
    const written = writeComposeText(compose, { version: "1.2.3", repository: "Lab/Papers" });
    expect(written).toContain("  image: ghcr.io/lab/papers:1.2.3\n");
    expect(written).not.toMatch(/^ *build:/m);
  });

  it("builds that of any other release from its package file", () => {
    const written = writeComposeText(compose, { version: "1.2.3", repository: null });
    expect(written).toContain("COPY paperboy-1.2.3.tgz");
    expect(written).toContain("  image: paperboy:1.2.3\n");
  });

  it("is that of the repository in all else", () => {
    const written = writeComposeText(compose, { version: "1.2.3", repository: "lab/papers" });
    expect(written.replace(/^ {2}image: ghcr.*\n/m, "  build: .\n  image: paperboy\n")).toBe(compose);
  });
});
