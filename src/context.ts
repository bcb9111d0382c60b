import type { Clock } from "./clock.ts";
import type { Config } from "./config/env.ts";
import type { Database } from "./db/client.ts";
import type { Mailer } from "./delivery/mailers/mailer.ts";
import type { Log } from "./ops/log.ts";
import type { PaperSources } from "./papers/sources/source.ts";
import type { Queues } from "./queues/queues.ts";

/** Each outside thing, built once. Verbs receive it; rules receive only the values that they need. */
export type Context = {
  config: Config;
  clock: Clock;
  log: Log;
  db: Database;
  queues: Queues;
  mailer: Mailer;
  sources: PaperSources;
  /** Releases everything in the reverse order. Safe to repeat. */
  close(): Promise<void>;
};
