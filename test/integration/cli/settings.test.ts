import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "settings-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await database.close();
});

const settings = (...args: string[]) =>
  runCliHere(["settings", ...args], { DATABASE_URL: database.url, BRAND_TAGLINE: "From the host" });

it("are set, listed and left as they come by command, for the whole installation", async () => {
  const wording = path.join(folder, "words.json");
  await writeFile(wording, '{"de": {"welcome.subject": "Hallo von {brand}"}}');
  expect((await settings("set", "brand.name", "Acme Digest")).stdout).toContain("Name is set");
  expect((await settings("set", "words", "--file", wording)).code).toBe(0);
  const { stdout } = await settings("list");
  expect(stdout).toMatch(/brand\.name +Acme Digest/);
  expect(stdout).toMatch(/brand\.tagline +From the host +fixed by BRAND_TAGLINE/);
  expect(stdout).toMatch(/words +1 sentence/);
  expect((await settings("unset", "brand.name")).stdout).toContain("Name is as it comes");
  expect(JSON.parse((await settings("list", "--json")).stdout)).toContainEqual({
    name: "brand.name",
    value: null,
    variable: "BRAND_NAME",
    isFixed: false,
  });
});

it.each([
  [["set", "brand.song", "la"], 2, "There is no setting brand.song"],
  [["set", "brand.accent", "red"], 2, "Accent colour must be a colour such as #b5371b."],
  [["set", "brand.name"], 2, "Give either a value or --file"],
  [["set", "words", "--file", "/no/such/file"], 2, "/no/such/file cannot be read"],
  [
    ["set", "words", '{"en": {"confirm.subject": "{x}"}}'],
    2,
    "Own wording must be filled with {brand} (text)",
  ],
  [["set", "brand.tagline", "Mine"], 1, "Tagline is fixed by BRAND_TAGLINE"],
])("%j is refused in one sentence", async (args, code, sentence) => {
  const answer = await settings(...args);
  expect(answer.stderr).toContain(sentence);
  expect(answer.code).toBe(code);
});
