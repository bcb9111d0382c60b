import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "../src/config/env.ts";
import { createContext } from "../src/context.ts";
import { AppError } from "../src/errors.ts";
import { type MailChoice, parseMailChoice } from "../src/preview/mail-choice.ts";
import { templateProps } from "../src/preview/template-props.ts";

/**
 * React Email's own preview of the templates: `npm run email`. With PREVIEW_EDITION (`latest`, `daily-2026-06-18`) the
 * digest of that cadence shows the edition's papers from the database that the other variables name, as a reader of
 * PREVIEW_READER (`topics`, `all`; see `paperboy preview --help`) would get them, in place of invented ones.
 */
async function main(): Promise<number> {
  const edition = process.env.PREVIEW_EDITION;
  const typical = process.env.PREVIEW_READER;
  if (!edition) return showTemplates({});
  const folder = await mkdtemp(join(tmpdir(), "email-props-"));
  try {
    const path = join(folder, "digest.json");
    await writeFile(path, JSON.stringify(await readProps(choiceOf(edition, typical))));
    return await showTemplates({ PREVIEW_PROPS: path });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function choiceOf(edition: string, typical: string | undefined): MailChoice {
  const [, cadence, date] = /^(daily|weekly|monthly)-(.+)$/.exec(edition) ?? [];
  const given: Record<string, string | undefined> =
    edition === "latest" ? { typical } : { typical, cadence: cadence ?? edition, date };
  return parseMailChoice((name) => given[name]);
}

async function readProps(choice: MailChoice) {
  const ctx = await createContext(readConfig(process.env));
  try {
    return await templateProps(ctx, choice);
  } finally {
    await ctx.close();
  }
}

function showTemplates(env: Record<string, string>): Promise<number> {
  const email = fileURLToPath(new URL("../node_modules/react-email/dist/cli/index.mjs", import.meta.url));
  const child = spawn(
    process.execPath,
    [email, "dev", "--dir", "emails", "--port", "3030", ...process.argv.slice(2)],
    { stdio: "inherit", env: { ...process.env, ...env } },
  );
  // The terminal tells both: the preview ends by itself, and this process after it.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 0)));
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
