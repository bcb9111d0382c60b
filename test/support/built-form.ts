import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Plugin } from "vitest/config";

export type BuiltForm = {
  folder: string;
  /** Compiles anew, after the sources changed. */
  compile(): Promise<void>;
  close(): Promise<void>;
};

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/**
 * Compiles the program into a temporary folder with the layout of an installed one (`bin`, `dist`). Processes
 * that tests start run it: from the sources each of them would compile anew, at twice the processor time.
 * Types are not checked here.
 */
export async function buildForm(): Promise<BuiltForm> {
  await sweepForms();
  const folder = await realpath(await mkdtemp(join(tmpdir(), `paperboy-built-${process.pid}_`)));
  const close = () => rm(folder, { recursive: true, force: true });
  const here = (name: string) => join(folder, name);
  const compile = async () => {
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const project = join(root, "test/tsconfig.children.json");
    await run(process.execPath, [compiler, "-p", project, "--noCheck", "--outDir", here("dist")]);
    await run(process.execPath, [join(root, "scripts/copy-assets.mjs"), here("dist")], { cwd: root });
  };
  try {
    await symlink(join(root, "node_modules"), here("node_modules"));
    for (const file of ["package.json", "compose.yaml", ".env.example"])
      await cp(join(root, file), here(file));
    await cp(join(root, "bin"), here("bin"), { recursive: true });
    await compile();
    return { folder, compile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A form is named after the process that made it: one whose process is gone was left behind when that was killed. */
async function sweepForms(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [, pid] = /^paperboy-built-(\d+)_/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // One of another account may not be asked, and is there.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** A module of the program, as a path below the checkout. */
const ofProgram = /^((?:emails|seeds|src|words|workers)\/.+)\.tsx?$/;

/**
 * Gives tests the compiled modules of the program where they name its sources. Node reads them as it reads packages, in
 * a fifth of the time in which the runner transforms the sources for each process that it starts.
 */
export function builtProgram(): Plugin {
  let builtFolder = (): string => {
    throw new Error("no module is asked for before the program is compiled");
  };
  return {
    name: "paperboy-built-form",
    enforce: "pre",
    configureVitest({ project }) {
      builtFolder = () => project.getProvidedContext().builtFolder;
    },
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith(".")) return null;
      const [, name] = ofProgram.exec(relative(root, resolve(dirname(importer), source))) ?? [];
      return name === undefined ? null : join(builtFolder(), `dist/${name}.js`);
    },
    config: () => ({ test: { server: { deps: { external: [/\/paperboy-built-\w+\/dist\//] } } } }),
  };
}
