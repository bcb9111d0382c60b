import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { cleanAbstract, cleanTitle } from "../src/papers/sources/paper-text.ts";

// Tells what LaTeX stays in the titles and abstracts of a folder of daily papers, as Hugging Face answers them:
// `npm run latex:report -- FOLDER`. Every JSON file in it or below is read.

const itemSchema = z.object({ paper: z.object({ id: z.string(), title: z.string(), summary: z.string() }) });

/** What a reader would take for source text; a dollar before a number is money. */
const leftOver = /\\[a-zA-Z]+|\\["'`^~=.{}%&#_$]|\$(?!\s?[\d.]|\W|$)|[_^]\{|\{\\|``|''/u;

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write("Name the folder: npm run latex:report -- FOLDER\n");
  process.exit(2);
}
const seen = new Map<string, { title: string; abstract: string }>();
for (const file of await readdir(folder, { recursive: true })) {
  if (!file.endsWith(".json")) continue;
  const parsed: unknown = JSON.parse(await readFile(join(folder, file), "utf8"));
  for (const raw of Array.isArray(parsed) ? parsed : []) {
    const item = itemSchema.safeParse(raw);
    if (!item.success) continue;
    const { id, title, summary } = item.data.paper;
    seen.set(id, { title, abstract: summary });
  }
}
let withLatex = 0;
const left: string[] = [];
for (const [id, { title, abstract }] of seen) {
  if (leftOver.test(title) || leftOver.test(abstract)) withLatex += 1;
  for (const text of [cleanTitle(title), cleanAbstract(abstract)]) {
    const at = text.search(leftOver);
    if (at >= 0) left.push(`${id}  ${text.slice(Math.max(0, at - 40), at + 40)}`);
  }
}
const percent = (count: number) => `${((100 * count) / Math.max(1, seen.size)).toFixed(2)} %`;
process.stdout.write(
  [
    ...left,
    `${seen.size} papers, ${withLatex} with LaTeX (${percent(withLatex)})`,
    `${left.length} texts keep some (${percent(left.length)} of the papers)`,
    "",
  ].join("\n"),
);
