import { randomBytes } from "node:crypto";
import type { KeptList } from "../../subscribers/lists/list-bytes.ts";

/** Minutes for which an upload waits for the next step of its operator. */
export const keptUploadMinutes = 15;

/** Each may be as large as an upload can be. */
const mostKept = 4;

/** Lists that operators uploaded and did not import yet, each under a name that nobody can guess. */
export type KeptUploads = {
  /** Keeps a list for some minutes and returns its name; the oldest goes when there are too many. */
  keep(list: KeptList): string;
  /** Gives a list back and forgets it; null when this process keeps none of that name, or no longer does. */
  take(name: string): KeptList | null;
};

export function createKeptUploads(): KeptUploads {
  const kept = new Map<string, { list: KeptList; timer: NodeJS.Timeout }>();
  const take = (name: string) => {
    const found = kept.get(name);
    if (!found) return null;
    clearTimeout(found.timer);
    kept.delete(name);
    return found.list;
  };
  const drop = (name: string) => void take(name)?.close();
  return {
    keep: (list) => {
      const name = randomBytes(24).toString("base64url");
      const timer = setTimeout(drop, keptUploadMinutes * 60_000, name).unref();
      kept.set(name, { list, timer });
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) drop(oldest);
      return name;
    },
    take,
  };
}
