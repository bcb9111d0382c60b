import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type Module = { path: string; text: string };

/** What one module takes from another: by an import of any kind, or by naming a table in SQL. */
export type Arrow = { from: string; to: string; isType: boolean };

/** The modules of those of these folders that are there, named from the root of the repository. */
export function readModules(folders: string[]): Module[] {
  const existing = folders.filter((folder) => existsSync(posix.join(root, folder)));
  return existing.flatMap((folder) =>
    readdirSync(posix.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .sort()
      .map((name) => posix.join(folder, name))
      .map((path) => ({ path, text: readFileSync(posix.join(root, path), "utf8") })),
  );
}

/** Every arrow between modules, each once. */
export function drawArrows(modules: Module[]): Arrow[] {
  const owners = ownersOfTables(modules);
  const arrows = modules.flatMap((module) => [...importsOf(module), ...tablesOf(module, owners)]);
  return [...new Map(arrows.map((arrow) => [`${arrow.from} ${arrow.to} ${arrow.isType}`, arrow])).values()];
}

/** Static imports and re-exports with their names, side-effect imports, type imports in place, and `import()`. */
const importForms =
  /\b(?:import|export)\s+(?<type>type\s)?(?:[\w*{}\s,$]+?\sfrom\s+)?"(?<path>\.[^"]+)"|\bimport\("(?<called>\.[^"]+)"\)/g;

function importsOf({ path, text }: Module): Arrow[] {
  return [...withoutComments(text).matchAll(importForms)].map(({ groups = {} }) => ({
    from: path,
    to: posix.join(posix.dirname(path), groups.path ?? groups.called ?? ""),
    isType: groups.type !== undefined,
  }));
}

/** Every name that a module exports, types and names that are passed on included. */
export function exportsOf({ text }: Module): string[] {
  const plain = withoutComments(text);
  const declared = [
    ...plain.matchAll(
      /^export\s+(?:declare\s+|abstract\s+|async\s+)*(?:const|let|function\*?|class|type|interface|enum)\s+(\w+)/gm,
    ),
  ].map(([, name = ""]) => name);
  const lists = [...plain.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}/gm)].flatMap(([, names = ""]) =>
    names.split(",").map((name) => name.replace(/^[\s\S]*\bas\s|\btype\s/, "").trim()),
  );
  return [...declared, ...lists.filter((name) => name !== "")];
}

/** Whether a module asks the database itself: with SQL, with the tables or with what makes SQL of them. */
export function speaksSql({ text }: Module): boolean {
  return /\bsql`|from "(?:drizzle-orm|pg)\b|\b(?:db|tx|pool|client)\.(?:execute|query|select|insert|update|delete)\(/.test(
    withoutComments(text),
  );
}

/** The `tables.ts` that makes each table. */
export function ownersOfTables(modules: Module[]): Map<string, string> {
  return new Map(
    modules.flatMap(({ path, text }) =>
      [...text.matchAll(/pgTable\(\s*"(\w+)"/g)].map(([, table = ""]): [string, string] => [table, path]),
    ),
  );
}

function tablesOf({ path, text }: Module, owners: Map<string, string>): Arrow[] {
  const named = [
    ...withoutComments(text).matchAll(/\b(?:from|join|into|update|using|table)\s+(?:only\s+)?"?(\w+)\b/g),
  ];
  return named.flatMap(([, table = ""]) => {
    const to = owners.get(table);
    return to === undefined || to === path ? [] : [{ from: path, to, isType: false }];
  });
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/ .*/g, "$1");
}

/** Groups of modules that reach each other along arrows (Tarjan's strongly connected components). */
export function findCircles(arrows: Arrow[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of arrows) next.set(from, [...(next.get(from) ?? []), to]);
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (at: string): number => {
    const number = order.size;
    order.set(at, number);
    let low = number;
    open.push(at);
    for (const to of next.get(at) ?? []) {
      if (!order.has(to)) low = Math.min(low, visit(to));
      else if (open.includes(to)) low = Math.min(low, order.get(to) ?? low);
    }
    lowest.set(at, low);
    if (low === number) {
      const circle = open.splice(open.indexOf(at));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return low;
  };
  for (const at of next.keys()) if (!order.has(at)) visit(at);
  return circles;
}
