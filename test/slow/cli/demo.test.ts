import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort } from "../../../src/db/ports.ts";
import { type FakeHuggingFace, startFakeHuggingFace } from "../../fakes/fake-huggingface.ts";
import { launcher, runCli } from "../../support/run-cli.ts";
import { casesOf } from "../short.ts";

let huggingface: FakeHuggingFace;
let folder: string;

beforeAll(async () => {
  huggingface = await startFakeHuggingFace({ days: {} });
  folder = await mkdtemp("/tmp/paperboy demo-");
});

afterAll(async () => {
  await huggingface.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the demo on today's papers", () => {
  const silences: [string, () => string, RegExp][] = [
    ["refuses", () => "http://127.0.0.1:9", /cannot be reached/],
    [
      "never answers",
      () => {
        huggingface.failNext(9, { kind: "hang" });
        return huggingface.url;
      },
      /did not answer within 8 seconds/,
    ],
  ];
  it.each(
    casesOf(silences),
  )("delivers the sample when the source %s, and says so", async (_, url, reason) => {
    const result = await runCli(["demo", "--live", "--exit", "--json"], {
      DATA_DIR: join(folder, "data"),
      HF_BASE_URL: url(),
      ARXIV_BASE_URL: "http://127.0.0.1:9",
    });
    expect(result.stderr).toMatch(/here is the sample day/);
    expect(result.stderr).toMatch(reason);
    expect(result.code).toBe(0);
    const answer = JSON.parse(result.stdout);
    expect(answer).toMatchObject({ state: "sent", pending: 0, sealed: 0, failed: 0 });
    expect(answer.submitted).toBeGreaterThan(0);
  });
});

it("the demo reads no file of variables that is named", async () => {
  expect(await runCli(["demo", "--exit", "--env-file", ".env"], {}, { folder })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("demo reads no file"),
  });
});

describe("the demo from any folder, whatever the .env there holds", () => {
  it("is delivered, and served to this machine alone unless it is told another address", async () => {
    await writeFile(join(folder, ".env"), "PORT=eighty\nno variable\n");
    const outward = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
    for (const [args, isOpen] of [
      [[], false],
      [["--host", "0.0.0.0"], true],
    ] as [string[], boolean][]) {
      const demo = spawn(process.execPath, [launcher, "demo", ...args], {
        // Not the project's own: what compiles its pages must not depend on where the command was typed.
        cwd: folder,
        env: {
          PATH: process.env.PATH ?? "",
          HOME: process.env.HOME ?? "",
          // The second finds what the first delivered, and delivers nothing twice.
          DATA_DIR: join(folder, "elsewhere"),
          PORT: String(await findFreePort()),
        },
        stdio: ["ignore", "pipe", "inherit"],
      });
      const ended = new Promise((resolve) => demo.once("close", resolve));
      try {
        const { told, url } = await untilServed(demo.stdout);
        expect(told).toMatch(/ planned, [1-9]\d* submitted, \d+ excluded, 0 failed, 0 uncertain/);
        expect(url).toMatch(isOpen ? /^http:\/\/localhost:/ : /^http:\/\/127\.0\.0\.1:/);
        expect((await fetch(`${url}/`)).status).toBe(200);
        // A machine without a network has no other address to try.
        if (outward === undefined) continue;
        const elsewhere = fetch(`http://${outward}:${new URL(url).port}/healthz`).then(
          ({ status }) => status,
          () => "refused",
        );
        expect(await elsewhere).toBe(isOpen ? 200 : "refused");
      } finally {
        demo.kill("SIGTERM");
        await ended;
      }
    }
  }, 180_000);
});

/** What the demo says until its site is ready, and the address that it names. */
async function untilServed(output: Readable): Promise<{ told: string; url: string }> {
  let told = "";
  for await (const piece of output.setEncoding("utf8")) {
    told += piece;
    const [, url] = /The site:\s+(\S+)/.exec(told) ?? [];
    if (url !== undefined) return { told, url };
  }
  throw new Error(`the demo ended without an address: ${told}`);
}
