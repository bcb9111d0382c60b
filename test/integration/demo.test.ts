import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeHuggingFace, startFakeHuggingFace } from "../fakes/fake-huggingface.ts";
import { runCli } from "../support/run-cli.ts";

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
  it.each([
    ["refuses", () => "http://127.0.0.1:9", /cannot be reached/],
    [
      "never answers",
      () => {
        huggingface.failNext(9, { kind: "hang" });
        return huggingface.url;
      },
      /did not answer within 8 seconds/,
    ],
  ])("delivers the sample when the source %s, and says so", async (_, url, reason) => {
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
