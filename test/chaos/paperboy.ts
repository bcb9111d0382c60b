import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Actor, pause, startActor } from "./actor.ts";

const launcher = fileURLToPath(new URL("../../bin/paperboy.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

/** Starts `paperboy` with these arguments; the built form when `CHAOS_BUILT` is set and it is there. */
export function startPaperboy(
  folder: string,
  name: string,
  args: string[],
  env: Record<string, string>,
): Actor {
  const program = process.env.CHAOS_BUILT && existsSync(built) ? built : launcher;
  return startActor(folder, name, process.execPath, [program, ...args, "--no-env-file"], env);
}

/** Worker processes, each of which is started again when it ends, as a supervisor does. */
export type Troupe = {
  /** A running one, by any number. */
  pick(number: number): Actor | undefined;
  all(): Actor[];
  /** SIGTERM to all; resolves with the exit code, or the signal, of each, and how long the slowest took. */
  dismiss(): Promise<{ ends: (number | NodeJS.Signals)[]; tookMs: number }>;
  /** Kills all at once and starts none again. */
  slay(): Promise<void>;
  /** Workers that ended though nobody struck them, with the end of their output. */
  deserters(): string[];
};

/** @param deserters of an earlier troupe, to be added to. */
export function gatherTroupe(
  folder: string,
  count: number,
  args: string[],
  env: Record<string, string>,
  deserters: string[] = [],
): Troupe {
  const struck = new WeakSet<Actor>();
  const stopping = new WeakSet<Actor>();
  let isOver = false;
  const places: Actor[] = [];
  const fill = (place: number, generation: number) => {
    const begun = startPaperboy(folder, `${args[0]}-${place}-${generation}`, args, env);
    const signal = begun.signal;
    begun.signal = (name) => {
      if (name !== "SIGCONT" && name !== "SIGSTOP") struck.add(begun);
      if (name === "SIGTERM") stopping.add(begun);
      signal(name);
    };
    places[place] = begun;
    void begun.ended.then(async (end) => {
      if (isOver) return;
      if (!struck.has(begun))
        deserters.push(`${begun.name} ended with ${end}: ${begun.output().slice(-2000)}`);
      await pause(100);
      if (!isOver) fill(place, generation + 1);
    });
  };
  for (let place = 0; place < count; place += 1) fill(place, 0);
  const running = () => places.filter((one) => one.isRunning());
  return {
    pick: (number) => running()[number % Math.max(1, running().length)],
    all: running,
    deserters: () => deserters,
    dismiss: async () => {
      isOver = true;
      const startedAt = Date.now();
      const leaving = running();
      const ends = await Promise.all(
        leaving.map(async (one) => {
          // One that was started an instant ago and is still loading its code ends as any program does.
          const isLoading = one.output() === "";
          one.signal("SIGCONT");
          // A second one would end it at once.
          if (!stopping.has(one)) one.signal("SIGTERM");
          const end = await one.ended;
          return isLoading && end === "SIGTERM" ? 0 : end;
        }),
      );
      return { ends, tookMs: Date.now() - startedAt };
    },
    slay: async () => {
      isOver = true;
      const leaving = running();
      for (const one of leaving) one.signal("SIGKILL");
      await Promise.all(leaving.map((one) => one.ended));
    },
  };
}
