import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCliHere } from "../../support/run-cli-here.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paperboy init-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secretNames = ["TOKEN_SECRET", "SUPPRESSION_SECRET", "OPS_PASSWORD", "POSTGRES_PASSWORD"];

function secretsOf(place: string): string[] {
  const variables = parseEnv(readFileSync(join(place, ".env"), "utf8"));
  return secretNames.map((name) => variables[name] ?? "");
}

it("writes secrets that nobody else may read and nobody had before, and shows none", async () => {
  const places = ["one", "deeper/two"].map((name) => join(folder, name));
  const told = [];
  for (const place of places) {
    const { code, stdout, stderr } = await runCliHere(["init", place], {});
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    told.push(stdout);
    expect(statSync(join(place, ".env")).mode & 0o777).toBe(0o600);
    expect(existsSync(join(place, "compose.yaml"))).toBe(true);
  }
  const secrets = places.flatMap(secretsOf);
  expect(new Set(secrets).size).toBe(2 * secretNames.length);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThanOrEqual(24);
    expect(told.join()).not.toContain(secret);
  }
  expect(told[0]).toContain(`Written into ${places[0]}: .env, compose.yaml`);
});

it("makes an installation whose configuration is complete, in the folder where it is called", async () => {
  const place = join(folder, "here");
  await runCliHere(["init", place], {});
  // A wrong address of the database ends the command before it starts anything, and names all that is wrong.
  const { stderr } = await runCliHere(["status"], { DATABASE_URL: "wrong" }, { folder: place });
  expect(stderr.trim().split("\n")).toHaveLength(2);
  expect(stderr).toContain("DATABASE_URL");
});

it.each([
  [".env", (path: string) => writeFileSync(path, "mine")],
  ["compose.yaml", (path: string) => writeFileSync(path, "mine")],
  [".env", (path: string) => symlinkSync("nowhere", path)],
])("writes nothing where there is a %s", async (name, make) => {
  const place = mkdtempSync(join(folder, "taken-"));
  make(join(place, name));
  const answer = await runCliHere(["init", "--json"], {}, { folder: place });
  expect(answer).toMatchObject({ code: 1, stdout: "" });
  expect(answer.stderr).toBe(
    `paperboy: ${name} is already in ${place}: init writes over no file; name another folder, or move what is there.\n`,
  );
  expect([".env", "compose.yaml", ".dockerignore"].filter((one) => existsSync(join(place, one)))).toEqual(
    existsSync(join(place, name)) ? [name] : [],
  );
});

it("says in one sentence that a folder takes no files, reads no .env, and answers in JSON", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  const refused = await runCliHere(["init", file], {});
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^paperboy: .*file takes no files \(E/),
  });
  const place = mkdtempSync(join(folder, "json-"));
  const unread = { folder: place };
  writeFileSync(join(place, ".env"), "no variable");
  const { code, stdout } = await runCliHere(["init", "sub", "--json"], {}, unread);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    folder: join(place, "sub"),
    files: expect.arrayContaining([".env"]),
  });
  expect((await runCliHere(["init", "--env-file", "x"], {}, unread)).code).toBe(2);
});
