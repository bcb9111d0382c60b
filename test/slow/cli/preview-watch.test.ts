import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "paperboy-watch-"));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Of the checkout, whose sources it runs. */
const launcher = fileURLToPath(new URL("../../../bin/paperboy.mjs", import.meta.url));
const template = fileURLToPath(new URL("../../../emails/theme.ts", import.meta.url));

function watching(...more: string[]) {
  return spawn(process.execPath, [launcher, "preview", "--watch", "--json", ...more], {
    env: {
      PATH: process.env.PATH ?? "",
      LOG_LEVEL: "silent",
      PORT: "0",
      DATABASE_URL: database.url,
      DATA_DIR: folder,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("a preview that watches is answered by a new process once a template is saved, and stops when asked", async () => {
  await runCliHere(["seed"], { DATABASE_URL: database.url, DATA_DIR: folder });
  const preview = watching("--mail", "welcome");
  const [line] = await once(preview.stdout.setEncoding("utf8"), "data");
  const url = new URL(JSON.parse(String(line)).url);
  expect(await (await fetch(url)).text()).toContain("data-process");
  const processOf = async () => (await fetch(new URL("/ops/preview/process", url))).text();
  const first = await processOf();
  await utimes(template, new Date(), new Date());
  await vi.waitFor(async () => expect(await processOf()).not.toBe(first), { timeout: 60_000, interval: 300 });
  preview.kill("SIGTERM");
  expect(await once(preview, "exit")).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow();
}, 120_000);

test("a choice that is wrong ends it with the sentence and the code of the command", async () => {
  const preview = watching("--date", "yesterday");
  const [said] = await once(preview.stderr.setEncoding("utf8"), "data");
  expect(said).toMatch(/^paperboy: .*yesterday/);
  expect(await once(preview, "exit")).toEqual([2, null]);
}, 60_000);
