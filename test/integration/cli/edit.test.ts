import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gatherEditing } from "../../../src/console/editing.ts";
import { createTestContext, type TestContext } from "../../support/context.ts";
import { plantEdition, plantSubscribers } from "../../support/planted-edition.ts";
import { runCliHere } from "../../support/run-cli-here.ts";

const id = "daily-2026-06-17";
let ctx: TestContext;
let papers: string[];
let folder: string;

beforeAll(async () => {
  ctx = await createTestContext();
  folder = await mkdtemp(join(tmpdir(), "paperboy-edit-"));
  await plantSubscribers(ctx, 2);
  papers = (await plantEdition(ctx, { isHeld: true })).papers.map((paper) => paper.id);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await ctx.close();
});

const edit = (...args: string[]) => runCliHere(["edit", ...args], { DATABASE_URL: ctx.databaseUrl });

it("drops, pins and words an edition in one revision, and says whom it reaches", async () => {
  const note = join(folder, "note.md");
  await writeFile(note, "From a **file**.\n");
  const [first = "", , third = ""] = papers;
  const drop = `${first}=withdrawn = by its authors`;
  const { code, stdout, stderr } = await edit(id, "--drop", drop, "--pin", third, "--note-file", note);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toBe(
    `${id} is revision 2 now. It reaches 2 readers; 0 mails are sealed and stay as they are.\n`,
  );
  expect((await gatherEditing(ctx, id)).edits).toMatchObject({
    dropped: [{ paperId: first, reason: "withdrawn = by its authors" }],
    first: [third],
    note: "From a **file**.",
  });
});

it("repeated, changes nothing; what is not named stays, and an empty text takes one back", async () => {
  expect((await edit(id, "--subject", "Ours")).code).toBe(0);
  expect((await edit(id, "--subject", "Ours")).stdout).toContain("was so already, in revision 3");
  expect((await edit(id, "--note", "", "--first", "")).code).toBe(0);
  const { edits } = await gatherEditing(ctx, id);
  expect(edits).toMatchObject({ subject: "Ours", note: null, first: [] });
  expect(edits.dropped).toHaveLength(1);
});

it("lists revisions with who made them and what they changed, and brings one back", async () => {
  const { stdout } = await edit(id);
  expect(stdout).toMatch(/^Revision 3, \d{4}-\d\d-\d\d \d\d:\d\d UTC, .+, by command$/m);
  expect(stdout).toMatch(/^ {2}Subject: Ours$/m);
  expect(stdout).toMatch(/^Revision 1, .* UTC, as it was frozen$/m);
  expect((await edit(id, "--revert", "1")).code).toBe(0);
  const { revision, edits } = JSON.parse((await edit(id, "--json")).stdout);
  expect([revision, edits.dropped, edits.subject]).toEqual([5, [], null]);
});

it.each([
  [["--drop", "2606.99999"], 2, /Say why 2606\.99999 is dropped/],
  [["--drop", "2606.99999=x"], 2, /has no paper 2606\.99999/],
  [["--note", "x".repeat(100_000)], 2, /The note may have at most/],
  [["--note-file", "/nowhere/note.md"], 2, /cannot be read/],
  [["--revert", "77"], 2, /has no revision 77/],
  [["--expect", "first", "--note", "x"], 2, /A revision is a number/],
  [["--expect", "2", "--note", "x"], 1, /was changed by .* to revision 5/],
])("refuses %j in one sentence", async (args, code, said) => {
  const refused = await edit(id, ...args);
  expect(refused.code).toBe(code);
  expect(refused.stderr).toMatch(said);
  expect((await gatherEditing(ctx, id)).revision).toBe(5);
});

it("refuses an edition that there is not", async () => {
  const refused = await edit("daily-1999-01-01", "--note", "x");
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("There is no edition")]);
});
