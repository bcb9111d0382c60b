import pg from "pg";
import { pause } from "./actor.ts";
import { edition } from "./audience.ts";
import { startPaperboy } from "./paperboy.ts";

/** Somebody who sees that the sender was refused, mends it at the provider, and resumes. */
export type Operator = { dismiss(): Promise<void> };

const lookEveryMs = 1_000;

/** Shorter pauses end by themselves. */
const longPause = "30 seconds";

/** Looks again and again whether requests are held for long, and resumes; a look that fails is made again. */
export function hireOperator(folder: string, url: string, env: Record<string, string>): Operator {
  let isOver = false;
  const work = async () => {
    for (let resumed = 0; !isOver; await pause(lookEveryMs)) {
      if (!(await isHeld(url))) continue;
      resumed += 1;
      const command = ["resume", "--edition", edition];
      await startPaperboy(folder, `resume-${resumed}`, command, env).ended;
    }
  };
  const working = work();
  return {
    dismiss: () => {
      isOver = true;
      return working;
    },
  };
}

async function isHeld(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query(
      `select from send_gates where blocked_until > now() + interval '${longPause}'`,
    );
    return (rowCount ?? 0) > 0;
  } catch {
    return false; // the server is away for the moment
  } finally {
    await client.end().catch(() => {});
  }
}
