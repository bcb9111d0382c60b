// Writes pages of the docs from what they tell of: `npm run docs:settings`, `docs:commands`, `docs:decisions`,
// `docs:pictures`.
import { writeFileSync } from "node:fs";
import { pages } from "./pages.ts";

const page = pages[process.argv[2] ?? ""];
if (!page) throw new Error(`Name one of ${Object.keys(pages).join(", ")}.`);
writeFileSync(new URL(`../../${page.path}`, import.meta.url), await page.write());
