import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, rmdir, stat, unlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { RefusedError } from "../../errors.ts";

/** A folder that holds one file, named after who has the lock. */
const lock = ".paperboy-export-lock";

/** How the holder shows that it lives, and how long others watch for that. */
export type BeatPace = { beatMs: number; watchMs: number };

/** Far longer than a busy machine keeps a timer waiting. */
const usualPace: BeatPace = { beatMs: 1_000, watchMs: 20_000 };

/** Keeps others from writing into a folder. */
export type FolderLock = {
  isHeld(): Promise<boolean>;
  /** @throws {RefusedError} when somebody took it over, since no sign of life was seen for long. */
  assertHeld(): Promise<void>;
  /** Safe to repeat. */
  release(): Promise<void>;
};

/**
 * Takes the lock of a folder that is there. The holder touches its file again and again, which also processes of other
 * containers and machines see that share the folder: one that does not for a while was killed, and its lock is taken
 * over. Nobody's clock is compared with another's.
 *
 * @throws {RefusedError} when the holder is seen to live, or the lock of one that was killed cannot be taken away.
 */
export async function lockFolder(folder: string, pace: BeatPace = usualPace): Promise<FolderLock> {
  const held = join(folder, lock);
  const token = randomUUID();
  let watched = await findHolder(held);
  let watchedSinceMs = performance.now();
  let isDropped = false;
  while (!(await take(folder, token))) {
    const holder = await findHolder(held);
    if (holder?.token !== watched?.token) {
      watchedSinceMs = performance.now();
      isDropped = false;
    } else if (holder !== null && holder.touchedMs !== watched?.touchedMs) {
      throw new RefusedError(
        `Another export is writing into ${folder}: wait for its end, then run this one again.`,
      );
    }
    watched = holder;
    if (performance.now() - watchedSinceMs < pace.watchMs) await wait(pace.beatMs / 2);
    else if (!isDropped) {
      await drop(held, holder?.token ?? null);
      isDropped = true;
    } else {
      throw new RefusedError(
        `The lock of exports, ${held}, can neither be had nor taken away: delete it, then run this one again.`,
      );
    }
  }
  await sweepTries(folder);
  return keep(folder, token, pace);
}

/** Who has the lock, and when it last showed that it lives, by its own clock. */
type Holder = { token: string; touchedMs: number };

async function findHolder(held: string): Promise<Holder | null> {
  const [token] = await readdir(held).catch(() => []);
  if (token === undefined) return null;
  const touched = await stat(join(held, token)).catch(() => null);
  return touched === null ? null : { token, touchedMs: touched.mtimeMs };
}

/** A folder takes the place of another in one step, but only of one that is empty: nobody finds a lock without its holder. */
async function take(folder: string, token: string): Promise<boolean> {
  const mine = join(folder, `${lock}-${token}`);
  await mkdir(mine);
  try {
    await writeFile(join(mine, token), "");
    await rename(mine, join(folder, lock));
    return true;
  } catch (error) {
    await rm(mine, { recursive: true, force: true });
    if (error instanceof Error && "code" in error && takenCodes.includes(String(error.code))) return false;
    throw error;
  }
}

/** EPERM is Windows' word for it; ENOENT, that another one took the lock and swept this try away. */
const takenCodes = ["ENOTEMPTY", "EEXIST", "EPERM", "ENOENT"];

/** By its name, so that whoever took it meanwhile loses nothing. @param token null where nobody has it. */
async function drop(held: string, token: string | null): Promise<void> {
  if (token !== null) await unlink(join(held, token)).catch(() => {});
  await rmdir(held).catch(() => {});
}

/** What was killed while it tried. */
async function sweepTries(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(`${lock}-`)) await rm(join(folder, name), { recursive: true, force: true });
}

function keep(folder: string, token: string, { beatMs }: BeatPace): FolderLock {
  const held = join(folder, lock);
  const file = join(held, token);
  const beat = setInterval(() => {
    const now = new Date();
    // One that somebody took over is found by `assertHeld`.
    utimes(file, now, now).catch(() => {});
  }, beatMs);
  beat.unref();
  const isHeld = async () => (await stat(file).catch(() => null)) !== null;
  return {
    isHeld,
    assertHeld: async () => {
      if (await isHeld()) return;
      throw new RefusedError(
        `Another export took over ${folder}, since this one stood still for long: run it again.`,
      );
    },
    release: async () => {
      clearInterval(beat);
      await drop(held, token);
    },
  };
}
