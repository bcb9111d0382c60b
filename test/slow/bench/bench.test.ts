import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { casesOf } from "../short.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const bench = (...args: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "bench/main.ts", ...args], { cwd: root, encoding: "utf8" });

describe("npm run bench", () => {
  it("takes every measurement, here in its small form, and says what one lacks", () => {
    const { status, stdout, stderr } = bench("--small");
    expect(status, stderr).toBe(0);
    const named = readdirSync(`${root}/bench`).flatMap((file) => /^(?!main)(.*)\.ts$/.exec(file)?.[1] ?? []);
    expect([...stdout.matchAll(/^== (.*)$/gm)].map(([, name]) => name)).toEqual(named.toSorted());
  });

  const refusals: [string, string[], RegExp][] = [
    ["a bench that is none", ["nothing"], /^There is no bench "nothing": name one of assembly, .*\n$/],
    ["a folder that is not said", ["ranking"], /^Name the folder of saved days: .*\n$/],
    [
      "a size that is no number",
      ["plan", "--readers", "many"],
      /^--readers wants a whole number from 1 on, not many\.\n$/,
    ],
  ];
  it.each(casesOf(refusals))("refuses %s in one sentence", (_, args, words) => {
    const { status, stderr } = bench(...args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(words) });
  });
});
