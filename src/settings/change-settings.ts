import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { ActFacts } from "../audit/facts.ts";
import { recordAct } from "../audit/record-act.ts";
import type { Context } from "../context.ts";
import { RefusedError } from "../errors.ts";
import { isSettingName, type SettingName, type SettingValues, settingsRegistry } from "./registry.ts";
import { listKeptSettings, lockSettings, writeSettings } from "./store.ts";

/**
 * Changes settings for all processes: this one at once, others within a minute. Safe to repeat.
 *
 * @param changes by name; null leaves the setting as it comes. Values are parsed (`parseSetting`).
 * @param version of the settings that were looked at (`Settings.version`), where somebody chose by what they saw.
 * @returns the names of those that were set otherwise before.
 * @throws {RefusedError} when the environment fixes one of them, or somebody else has changed settings since `version`;
 *   then nothing changes.
 */
export async function changeSettings(
  ctx: Pick<Context, "actor" | "clock" | "db" | "settings">,
  changes: Partial<SettingValues>,
  version?: string,
): Promise<SettingName[]> {
  const names = Object.keys(changes).filter(isSettingName);
  const fixed = names.find((name) => ctx.settings.isFixed(name));
  if (fixed !== undefined) {
    const { label, variable } = settingsRegistry[fixed];
    throw new RefusedError(`${label} is fixed by ${variable} in the environment: change it there.`);
  }
  const changed = await ctx.db.transaction(async (tx) => {
    await lockSettings(tx);
    if (version !== undefined && (await ctx.settings.read(tx)).version !== version) {
      throw new RefusedError(
        "Somebody has changed settings since this page was opened: look at what they are now, and save again.",
      );
    }
    const kept = new Map((await listKeptSettings(tx)).map(({ name, value }) => [name, value]));
    const others = names.filter((name) => !isDeepStrictEqual(kept.get(name) ?? null, changes[name] ?? null));
    if (others.length === 0) return [];
    const now = ctx.clock.now();
    await writeSettings(
      tx,
      others.map((name) => [name, changes[name] ?? null]),
      now,
    );
    await recordAct(tx, ctx, {
      verb: "settings.change",
      before: factsOf(others, (name) => kept.get(name)),
      after: factsOf(others, (name) => changes[name]),
    });
    return others;
  });
  await ctx.settings.refresh();
  return changed;
}

/** Of what a file holds only that it is there, and which: it is too long for the trail. */
function factsOf(names: SettingName[], of: (name: SettingName) => unknown): ActFacts {
  return Object.fromEntries(
    names.map((name) => {
      const value = of(name) ?? null;
      return [name, value === null || typeof value === "string" ? value : hashOf(value)];
    }),
  );
}

function hashOf(value: unknown): string {
  return `sha256 ${createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16)}`;
}
