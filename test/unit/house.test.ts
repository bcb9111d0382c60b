import { expect, it } from "vitest";
import { readText } from "../support/docs.ts";
import {
  type Arrow,
  drawArrows,
  exportsOf,
  findCircles,
  ownersOfTables,
  readModules,
  speaksSql,
} from "../support/house.ts";

/** From the ground up: a module imports, and reads tables of, its own floor and those before it. */
const floors = [
  "words",
  "emails",
  "src/errors.ts",
  "src/clock.ts",
  "src/collect-garbage-early.ts",
  "src/parse-url.ts",
  "src/calendar",
  "src/addresses",
  "src/brand",
  "src/config",
  "src/db",
  "src/telemetry",
  "src/audit",
  "src/settings",
  "src/queues",
  "src/papers",
  "src/ranking",
  "src/editions",
  "src/due",
  "src/notices",
  "src/alerts",
  "src/subscribers",
  "src/taste",
  "src/digest",
  "src/browse",
  "src/summaries",
  "src/delivery",
  "src/delivery/mailers",
  "src/delivery/provider",
  "src/delivery/ledger",
  "src/delivery/reports",
  "src/delivery/breaker",
  "src/delivery/plan",
  "src/delivery/send",
  "src/delivery/notices",
  "src/delivery/feedback",
  "src/delivery/idle",
  "src/delivery/reconcile",
  "src/delivery/steer",
  "src/delivery/progress",
  "src/delivery/forecast",
  "src/publish",
  "src/privacy",
  "src/console",
  "src/watch",
  "src/preview",
  "src/upkeep",
  "src/setup",
  "src/context.ts",
  "src/web/http",
  "src/web/parts",
  "src/web/site",
  "src/web/ops",
  "src/web",
  "workers",
  "src/once",
  "seeds",
  "src/cli",
];

/** Arrows that still point up, to be turned around. Each must be there: one that is mended leaves the list. */
const pointingUp: [from: string, to: string][] = [];

const modules = readModules([...new Set(floors.map((floor) => floor.split("/")[0] ?? floor))]);
const arrows = drawArrows(modules);

/** The floor whose name fits a path best; -1 when none does. */
function floorOf(path: string): number {
  const fitting = floors.filter((floor) => path === floor || path.startsWith(`${floor}/`));
  return floors.indexOf(fitting.sort((a, b) => b.length - a.length)[0] ?? "");
}

/** Everybody may name the type of what the composition root builds. */
function isContextType({ to, isType }: Arrow): boolean {
  return isType && to === "src/context.ts";
}

it("places every module on a floor", () => {
  expect(modules.map(({ path }) => path).filter((path) => floorOf(path) < 0)).toEqual([]);
});

it("lets no import, type import, dynamic import or SQL reach up to a later floor", () => {
  const up = arrows.filter((arrow) => !isContextType(arrow) && floorOf(arrow.to) > floorOf(arrow.from));
  expect([...new Set(up.map(({ from, to }) => `${from} -> ${to}`))].sort()).toEqual(
    pointingUp.map(([from, to]) => `${from} -> ${to}`).sort(),
  );
});

it("knows no two modules that need each other", () => {
  expect(findCircles(arrows.filter((arrow) => !isContextType(arrow)))).toEqual([]);
});

it("gives no two exports one name", () => {
  const homes = new Map<string, string[]>();
  for (const module of modules)
    for (const name of exportsOf(module)) homes.set(name, [...(homes.get(name) ?? []), module.path]);
  expect(homes.size).toBeGreaterThan(1000);
  expect([...homes].filter(([, paths]) => paths.length > 1)).toEqual([]);
});

it("keeps SQL out of routes, pages, workers, commands and templates", () => {
  const outside = modules.filter(({ path }) => /^(?:src\/(?:web|cli)|workers|emails|words)\//.test(path));
  expect(outside.length).toBeGreaterThan(100);
  expect(outside.filter(speaksSql).map(({ path }) => path)).toEqual([]);
});

it("finds every table in the tables.ts of a floor", () => {
  const homes = [...new Set(ownersOfTables(modules).values())];
  expect(homes.length).toBeGreaterThan(5);
  expect(homes.filter((path) => !path.endsWith("/tables.ts"))).toEqual([]);
});

it("is told in docs/architecture.md as it is", () => {
  const [, table = ""] = /^\| floor \|.*\n\|.*\n((?:\|.*\n)*)/m.exec(readText("docs/architecture.md")) ?? [];
  expect([...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, floor]) => floor)).toEqual(floors);
});

/** The block of docs/architecture.md: a file at the usual column begins a way, those further in are on it. */
function waysTold(): { begin: string; on: string }[] {
  const [, block = ""] =
    /## The way of one mail[\s\S]*?```text\n([\s\S]*?)```/.exec(readText("docs/architecture.md")) ?? [];
  let begin = "";
  return block.split("\n").flatMap((line) => {
    const [, before = "", path = ""] = /^(.{10} *)((?:src|workers)\/\S+)/.exec(line) ?? [];
    if (path === "") return [];
    if (before.length === 10) begin = path;
    return [{ begin, on: path }];
  });
}

/** All modules that a module needs to run, itself among them. */
function neededBy(begin: string): Set<string> {
  const needed = new Set([begin]);
  // A set that grows while it is walked is walked to its end.
  for (const at of needed)
    for (const { from, to, isType } of arrows) if (from === at && !isType) needed.add(to);
  return needed;
}

it("leads from each beginning of a way that is told to every file on it, by imports or by the context", () => {
  const told = waysTold();
  const passed = neededBy("src/context.ts");
  expect(told.length).toBeGreaterThan(20);
  expect(told.filter(({ begin, on }) => !passed.has(on) && !neededBy(begin).has(on))).toEqual([]);
});
