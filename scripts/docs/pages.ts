import { readdirSync, readFileSync } from "node:fs";
import { createProgram } from "../../src/cli/run.ts";
import { commandsPage } from "./commands-page.ts";
import { decisionsPage } from "./decisions-page.ts";
import { picturesPage } from "./pictures-page.ts";
import { settingsPage } from "./settings-page.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

/** The pages of the docs that are written by `npm run docs:NAME`: where each lies, and its text as of now. */
export const pages: Record<string, { path: string; write: () => Promise<string> }> = {
  settings: { path: "docs/settings.md", write: async () => settingsPage(read(".env.example")) },
  commands: { path: "docs/commands.md", write: async () => commandsPage(await createProgram()) },
  decisions: {
    path: "docs/decisions/README.md",
    write: async () => {
      const files = readdirSync(new URL("docs/decisions", root)).filter((file) => /^\d{4}-/.test(file));
      return decisionsPage(files.toSorted().map((file) => ({ file, text: read(`docs/decisions/${file}`) })));
    },
  },
  pictures: {
    path: "docs/pictures/README.md",
    write: async () => {
      const files = readdirSync(new URL("docs/pictures", root), { recursive: true, encoding: "utf8" });
      return picturesPage(files.filter((file) => file.endsWith(".png")));
    },
  },
};
