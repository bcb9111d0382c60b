import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseUrl } from "../../src/parse-url.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A text for people, with its path from the root of the repository. */
export type Doc = { path: string; text: string };

/** What is no part of the repository, or is made from it. */
const skipped = new Set([".git", ".data", "node_modules", "dist", ".env"]);

/** All files of the repository and, with a slash at the end, its folders; named from its root. */
export function listRepository(folder = ""): string[] {
  return readdirSync(posix.join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !skipped.has(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? [`${path}/`, ...listRepository(path)] : [path];
    });
}

export function readText(path: string): string {
  return readFileSync(posix.join(root, path), "utf8");
}

/** The texts for people: those beside `package.json`, in `docs/` and in `deploy/`. */
export function readDocs(paths: string[]): Doc[] {
  return paths
    .filter((path) => /^(?:(?:docs|deploy)\/.*|[^/]+)\.md$/.test(path))
    .map((path) => ({ path, text: readText(path) }));
}

/** Code spans of a text, and the lines of its fenced blocks. */
export function codeIn(text: string): string[] {
  const blocks = [...text.matchAll(fences)].flatMap(([, lines = ""]) => lines.split("\n"));
  return [...spansIn(text), ...blocks];
}

const fences = /^ *```[^\n]*\n(.*?)^ *```/gms;

function spansIn(text: string): string[] {
  return [...text.replaceAll(fences, "").matchAll(/(`+)([^\n]+?)\1(?!`)/g)].map(([, , span = ""]) =>
    span.trim(),
  );
}

/** The comments of a module, as a text. */
export function commentsIn(code: string): string {
  const comments = [...code.matchAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/ .*/g)].map(([comment]) => comment);
  return comments.map((comment) => comment.replaceAll(/\n\s*\*(?= )/g, "\n")).join("\n\n");
}

const sourceFile = /\.(?:tsx?|mjs|cjs|js|sql|sh|ya?ml|json|md|css)$/;

/** Files and folders that are named and that are not there; a bare name may lie in any folder. */
export function missingPaths(code: string[], paths: string[]): string[] {
  const tops = new Set(paths.map((path) => path.split("/")[0]));
  const named = code
    .flatMap((code) => code.split(/[\s"'`()<>|,;:=]+/))
    .map((word) => word.replace(/\.+$/, ""))
    // The built form is named as what it is built from.
    .map((word) => (word.startsWith("dist/") ? word.slice(5).replace(/\.js$/, ".ts") : word))
    .filter((word) => !/^[/~@]|^\.\.?\//.test(word));
  const isRooted = (word: string) => word.includes("/") && tops.has(word.split("/")[0]);
  return named.filter((word) => {
    if (isRooted(word)) return !paths.some((path) => fits(word, path));
    return sourceFile.test(word) && !paths.some((path) => fits(word, path) || fits(`**/${word}`, path));
  });
}

/** Whether a path is what a name says; `*` and `NAME` stand for a part of a file's name, `**` for folders too. */
function fits(name: string, path: string): boolean {
  const pattern = name
    .replace(/\/$/, "")
    .replaceAll(/[.+?^${}()[\]\\]/g, "\\$&")
    .replaceAll("NAME", "*")
    .replaceAll(/\*+/g, (stars) => (stars === "*" ? "[^/]*" : ".*"));
  return new RegExp(`^${pattern}/?$`).test(path);
}

/** Links within the repository whose file, or whose heading in it, is not there. */
export function deadLinks({ path, text }: Doc, paths: string[]): string[] {
  const targets = [...text.replaceAll(fences, "").matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, target = ""]) => target,
  );
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file = "", heading] = target.split("#");
    const found = file === "" ? path : posix.join(posix.dirname(path), file);
    if (!paths.some((one) => fits(found, one))) return true;
    return heading !== undefined && !headingsOf(readText(found)).includes(heading);
  });
}

/**
 * Links out of the repository that nobody should follow: not over https, to this machine, or to a host that stands for one
 * of the reader's own.
 */
export function oddAddresses({ text }: Doc): string[] {
  const prose = text.replaceAll(fences, "").replaceAll(/(`+)[^\n]+?\1(?!`)/g, "");
  const linked = [...prose.matchAll(/\]\(([a-z]+:[^)\s]+)\)|<([a-z]+:[^>\s]+)>/g)];
  return linked.map(([, inline, bare]) => inline ?? bare ?? "").filter((address) => !isPublic(address));
}

function isPublic(address: string): boolean {
  const url = parseUrl(address);
  if (url === null) return false;
  const { protocol, hostname, username, port } = url;
  // Names that documents use for what the reader has, and addresses of machines.
  const isOwn = /^your\.|(?:^|\.)example(?:\.\w+)?$|\.(?:test|local|internal|invalid)$|^[\d.]+$|^\[/.test(
    hostname,
  );
  return protocol === "https:" && hostname.includes(".") && !isOwn && username === "" && port === "";
}

/** The headings of a text as GitHub links to them. */
function headingsOf(text: string): string[] {
  return [...text.replaceAll(fences, "").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Scripts of npm that a text calls and that are not in `package.json`, and benches that are none. */
export function missingScripts({ text }: Doc, scripts: string[], paths: string[]): string[] {
  const code = codeIn(text).join("\n");
  const called = [...code.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(test|start)\b)/g)];
  const benches = [...code.matchAll(/\bnpm run bench -- ([a-z][a-z-]*)/g)];
  return [
    ...called.map(([, script, short]) => script ?? short ?? "").filter((name) => !scripts.includes(name)),
    ...benches
      .map(([, name = ""]) => `bench ${name}`)
      .filter((name) => !paths.includes(`${name.replace(" ", "/")}.ts`)),
  ];
}

/** Environment variables that a text names and that nobody reads; `BREAKER_*` stands for all that begin so. */
export function missingVariables({ text }: Doc, variables: string[], sources: string): string[] {
  const named = [...text.matchAll(/(?<![\w.])(?:[A-Z][A-Z0-9_]*_\*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b)/g)].map(
    ([name]) => name,
  );
  return named.filter((name) => {
    if (name.endsWith("*")) return !variables.some((one) => one.startsWith(name.slice(0, -1)));
    return (
      !variables.includes(name) &&
      // The file that holds a variable's value.
      ![...variables, "NAME"].includes(name.replace(/_FILE$/, "")) &&
      !new RegExp(`\\b(?:env(?:ironment)?|secrets)\\.${name}\\b|\\$\\{?${name}\\b`).test(sources)
    );
  });
}

/** Names of code (`likeThis`, `like_this`) that a text puts into code spans and that no source has. */
export function missingNames({ text }: Doc, words: Set<string>): string[] {
  return spansIn(text)
    .map((span) => span.replace(/\(.*\)$/, ""))
    .filter((span) => /^[A-Za-z]+(?:[a-z0-9][A-Z]\w*|_[a-z]\w*)$/.test(span) && !words.has(span));
}

/** Lines of code that a text shows as those of a file (`// Do: PATH`, to the next blank line) and that it has not. */
export function missingExcerpts({ text }: Doc, paths: string[]): string[] {
  const excerpts = [...text.matchAll(/^\/\/ Do: (\S+)\n((?:(?!```).+\n)+)/gm)];
  return excerpts.flatMap(([, path = "", code = ""]) => {
    const there = paths.includes(path)
      ? readText(path)
          .split("\n")
          .map((line) => line.trim())
      : [];
    const shown = code
      .trimEnd()
      .split("\n")
      .map((line) => line.trim());
    return shown.filter((line) => !there.includes(line)).map((line) => `${path}: ${line}`);
  });
}
