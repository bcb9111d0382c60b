import { randomUUID } from "node:crypto";
import type pg from "pg";
import { type Actor, theProgram } from "./audit/actor.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config/env.ts";
import { assertReachable, type Database, openDatabase, type Patience, withPatience } from "./db/client.ts";
import { openEmbeddedDatabase } from "./db/embedded.ts";
import {
  countPendingMigrations,
  countUnknownMigrations,
  migrateDatabase,
  newerTables,
} from "./db/migrate.ts";
import { assertNotPooled } from "./db/pooler.ts";
import { createTimekeeper, type Timekeeper, trustClock } from "./db/timekeeper.ts";
import { type BodyPlaces, createBodyPlaces } from "./delivery/mailers/body-places.ts";
import type { Mailer } from "./delivery/mailers/mailer.ts";
import { measureMailer } from "./delivery/mailers/measure-mailer.ts";
import { createOutboxMailer } from "./delivery/mailers/outbox.ts";
import { createResendMailer } from "./delivery/mailers/resend.ts";
import { createGateMemory, type GateMemory } from "./delivery/provider/gate-memory.ts";
import { createEditionCache, type EditionCache } from "./digest/edition-cache.ts";
import { RefusedError } from "./errors.ts";
import { createPaperPictures, type PaperPictures } from "./papers/pictures/paper-pictures.ts";
import { createPaperSources, type PaperSources } from "./papers/sources/source.ts";
import { createLateQueues } from "./queues/late-queues.ts";
import type { Queues } from "./queues/queues.ts";
import { type CurrentSettings, createSettings } from "./settings/current-settings.ts";
import { readFixedSettings } from "./settings/fixed-settings.ts";
import type { AddressKeys } from "./subscribers/suppressions/address-keys.ts";
import {
  keySuppressions,
  listMissingKeys,
  missingSecret,
  SuppressionSecretMissingError,
} from "./subscribers/suppressions/keyed-suppressions.ts";
import { readAddressKeys, readTokenSecrets } from "./subscribers/token-secrets.ts";
import { createLog, type Log } from "./telemetry/log.ts";
import { createMetrics, type Metrics } from "./telemetry/metrics.ts";
import { goThroughProxy } from "./telemetry/outgoing-proxy.ts";
import { createRefusals, type Refusals } from "./telemetry/refusals.ts";
import type { Traces } from "./telemetry/spans.ts";
import { openTraces } from "./telemetry/traces.ts";

/** Each outside thing, built once. Verbs receive it; rules receive only the values that they need. */
export type Context = {
  config: Config;
  /** Tells this process from others; made anew at each start. */
  processId: string;
  /** When it began, by `clock`. */
  startedAt: Date;
  /** Whether it found work that it leaves to a process that mails, and its log says so. */
  aside: { isSaid: boolean };
  /** Who acts: the program itself, unless a command or a request says who (`actingAs`). */
  actor: Actor;
  /** The time by which everything is judged and dated; right also where the process's own clock is not. */
  clock: Clock;
  /** Whether the process's own clock may be trusted: a process whose clock is off runs no job. */
  timekeeper: Timekeeper;
  log: Log;
  db: Database;
  /** What operators set while it runs, the brand among it. */
  settings: CurrentSettings;
  /** The secrets under which hashed addresses are kept and looked up. */
  addressKeys: AddressKeys;
  /** Runs the migrations and tells how many there were; the embedded form has run them already. */
  migrate(): Promise<number>;
  queues: Queues;
  mailer: Mailer;
  /** Where batches' bodies are made. */
  bodies: BodyPlaces;
  /** What this process remembers of the pace that all requests share. */
  gate: GateMemory;
  /** What this process counts and times. */
  metrics: Metrics;
  /** What this process refused from outside. */
  refusals: Refusals;
  /** Opens the traces of this process; steps within one use `traceStep`. */
  traces: Traces;
  sources: PaperSources;
  /** Pictures of papers, as this process holds them. */
  pictures: PaperPictures;
  /** Frozen editions with their templates, loaded once. */
  editions: EditionCache;
  /** Releases everything in the reverse order. Safe to repeat. */
  close(): Promise<void>;
};

export type ContextOverrides = Partial<
  Pick<Context, "actor" | "clock" | "log" | "mailer" | "pictures" | "queues" | "refusals" | "sources">
> & {
  /** The process's own clock, which is compared with PostgreSQL's; a `clock` is right by decree instead. */
  systemClock?: Clock;
  /** What this process does (`web`, `worker`, a verb), as its connections tell the database; unset: nothing. */
  role?: string;
  /** Tables that are not up to date are no fault: they are about to be. */
  isMigrating?: boolean;
  /** How a database that does not answer yet is waited for; not at all unless said. */
  databasePatience?: Patience;
};

/**
 * Builds everything that a process needs: the embedded database when `DATABASE_URL` is unset (started or
 * shared, and migrated), the queue on Redis or PostgreSQL, the mailer, the sources.
 *
 * @throws {UnreachableError} when the database does not answer.
 * @throws {InvalidConfigError} when a variable that fixes a setting is wrong.
 * @throws {RefusedError} when its tables are not up to date, or in production when suppressions name a secret
 *   that is not here.
 */
export async function createContext(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  const log = overrides.log ?? createLog(config);
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer();
  };
  try {
    await goThroughProxy(config.proxy);
    // Closed last: what the others do at their end is exported too.
    const traces = await openTraces(config.traces, log);
    closers.push(traces.close);
    const fixedSettings = await readFixedSettings(config.settings);
    const embedded =
      config.database.url === null
        ? await openEmbeddedDatabase({ dataDir: config.dataDir, log: (line) => log.info(line) })
        : null;
    if (embedded) closers.push(() => embedded.close());
    const url = embedded?.url ?? config.database.url ?? "";
    const directUrl = config.database.directUrl ?? url;
    const name = overrides.role === undefined ? "paperboy" : `paperboy ${overrides.role}`;
    const noteBreak = (error: Error) =>
      log.warn({ reason: error.message }, "an idle database connection broke");
    const { db, pool } = openDatabase(url, config.database.poolSize, noteBreak, name);
    closers.push(() => pool.end());
    const settings = createSettings(db, fixedSettings, config.mail.from, log);
    closers.push(async () => settings.close());
    const addressKeys = await readAddressKeys(config);
    const migrate = async () => {
      const pending = await countPendingMigrations(pool);
      await migrateDirectly(directUrl === url ? pool : directUrl, name);
      await settings.refresh();
      await assertKeysKnown(db, addressKeys, config, log);
      await keySuppressions(db, addressKeys);
      return pending;
    };
    const prepare = async () => {
      await assertReachable(pool);
      const isQueueHere = overrides.queues === undefined && config.queue.redis === null;
      if (isQueueHere && directUrl === url) await assertNotPooled(pool);
      if (embedded) await migrate();
      else if (!overrides.isMigrating) {
        await assertMigrated(pool);
        await settings.refresh();
        await assertKeysKnown(db, addressKeys, config, log);
      }
    };
    const patience = overrides.databasePatience ?? { endsMs: 0 };
    const patiently = <T>(step: () => Promise<T>) => withPatience(step, patience, log);
    await patiently(prepare);
    const unknown = await patiently(() => countUnknownMigrations(pool));
    // A process of the release before goes on while an upgrade is under way.
    if (unknown > 0) log.warn({ unknown }, newerTables(unknown));
    const timekeeper = overrides.clock
      ? trustClock(overrides.clock)
      : await patiently(() => createTimekeeper(db, overrides.systemClock ?? systemClock, log));
    const { clock } = timekeeper;
    const metrics = createMetrics();
    metrics.watchPool("database", pool);
    const openQueues = async () => {
      const { openQueueConnection } = await import("./queues/connection.ts");
      const { createQueues } = await import("./queues/queues.ts");
      const connection = openQueueConnection(config, directUrl, name, log);
      if (connection.pool) metrics.watchPool("queue", connection.pool);
      return createQueues(connection, log, traces);
    };
    const backend = config.queue.redis === null ? "postgres" : "redis";
    const queues = overrides.queues ?? createLateQueues(backend, openQueues);
    closers.push(() => queues.close());
    const tokens = { secrets: await readTokenSecrets(config) };
    const brandName = () => settings.current().brand.name;
    const mailer =
      overrides.mailer ??
      (config.mail.transport === "resend"
        ? createResendMailer(config.mail.resend)
        : createOutboxMailer(db, clock));
    return {
      config: { ...config, tokens },
      processId: randomUUID(),
      startedAt: clock.now(),
      aside: { isSaid: false },
      actor: overrides.actor ?? theProgram,
      clock,
      timekeeper,
      log,
      db,
      settings,
      addressKeys,
      migrate,
      queues,
      metrics,
      refusals: overrides.refusals ?? createRefusals(log),
      traces,
      mailer: measureMailer(mailer, metrics),
      bodies: createBodyPlaces(),
      gate: createGateMemory(),
      pictures:
        overrides.pictures ??
        createPaperPictures({ visitor: { contact: config.sources.contact, name: brandName }, clock, log }),
      sources: overrides.sources ?? createPaperSources(config, log, {}, brandName),
      editions: createEditionCache(db),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Past the pooler, where an address past it is set. */
async function migrateDirectly(way: pg.Pool | string, name: string): Promise<void> {
  if (typeof way !== "string") return migrateDatabase(way);
  const { pool } = openDatabase(way, 2, () => {}, name);
  try {
    await assertReachable(pool, "DATABASE_DIRECT_URL");
    await migrateDatabase(pool);
  } finally {
    await pool.end();
  }
}

async function assertMigrated(pool: pg.Pool): Promise<void> {
  const pending = await countPendingMigrations(pool);
  if (pending > 0)
    throw new RefusedError("The database's tables are not up to date: run `paperboy migrate` first.");
}

/** Elsewhere than in production the hash of the release before still finds what the missing secret hides. */
async function assertKeysKnown(
  db: Database,
  keys: AddressKeys,
  { isProduction }: Pick<Config, "isProduction">,
  log: Log,
): Promise<void> {
  const missing = await listMissingKeys(db, keys);
  if (missing.length === 0) return;
  if (isProduction) throw new SuppressionSecretMissingError(missing);
  log.warn({ keys: missing }, missingSecret(missing));
}
