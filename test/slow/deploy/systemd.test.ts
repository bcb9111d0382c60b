import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../../src/cli/commands.ts";
import { launcher } from "../../support/run-cli.ts";

const folder = "deploy/systemd";
const program = "/opt/paperboy/bin/paperboy";
const run = promisify(execFile);
const units = readdirSync(folder).filter((name) => /\.(?:service|target|timer)$/.test(name));
const services = units.filter((name) => name.endsWith(".service"));
const read = (name: string) => readFileSync(path.join(folder, name), "utf8");

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "paperboy-units-"));
  // systemd looks whether the program is there, which may lie in a folder whose name has a space.
  for (const name of units)
    writeFileSync(path.join(scratch, name), read(name).replaceAll(program, `"${launcher}"`));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("the units of systemd", () => {
  it("are verified by systemd without a word", async () => {
    const { stdout, stderr } = await run("systemd-analyze", [
      ...["verify", "--man=no", "--recursive-errors=no"],
      ...units.map((name) => path.join(scratch, name)),
    ]);
    expect([stdout, stderr]).toEqual(["", ""]);
  });

  it.each(services)("%s leaves little open, as systemd judges", async (name) => {
    const { stdout } = await run("systemd-analyze", [
      "security",
      "--offline=yes",
      "--threshold=20",
      path.join(scratch, name),
    ]);
    expect(stdout).toMatch(/Overall exposure level/);
  });

  it.each(services)("%s runs a command that there is, with the file that the manager hands over", (name) => {
    const [, command = ""] =
      new RegExp(`^ExecStart=${program} --env-file %d/env (\\S+)`, "m").exec(read(name)) ?? [];
    expect(Object.keys(commands)).toContain(command);
    expect(read(name)).toMatch(/^LoadCredential=env:\/etc\/paperboy\/paperboy\.env$/m);
  });

  it.each(
    services.filter((name) => read(name).includes("Restart=always")),
  )("%s is given the time that a drain takes", (name) => {
    expect(Number(/^TimeoutStopSec=(\d+)s$/m.exec(read(name))?.[1])).toBeGreaterThan(30);
    expect(read(name)).toMatch(/^KillSignal=SIGTERM$/m);
  });
});
