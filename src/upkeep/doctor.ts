import { domainOf } from "../addresses/bare-address.ts";
import type { Config } from "../config/env.ts";
import { assertReachable, type DatabasePool, openDatabase } from "../db/client.ts";
import { openEmbeddedDatabase } from "../db/embedded.ts";
import { goThroughProxy } from "../telemetry/outgoing-proxy.ts";
import { reasonOf } from "../telemetry/reason-of.ts";
import { checkConfig } from "./doctor/check-config.ts";
import { checkConnections } from "./doctor/check-connections.ts";
import { checkDatabase, databaseUnreachable } from "./doctor/check-database.ts";
import { checkDisk } from "./doctor/check-disk.ts";
import { checkDns, type ReadTxt } from "./doctor/check-dns.ts";
import { checkLeaving, type ReadMailHosts } from "./doctor/check-leaving.ts";
import { checkLocks } from "./doctor/check-locks.ts";
import { checkPace } from "./doctor/check-pace.ts";
import { checkProvider } from "./doctor/check-provider.ts";
import { checkProviderWord } from "./doctor/check-provider-word.ts";
import { checkQueue } from "./doctor/check-queue.ts";
import { checkSettings } from "./doctor/check-settings.ts";
import { checkSite } from "./doctor/check-site.ts";
import { checkStillReading } from "./doctor/check-still-reading.ts";
import { checkSummaries } from "./doctor/check-summaries.ts";
import { checkSuppressions } from "./doctor/check-suppressions.ts";
import { checkTraces } from "./doctor/check-traces.ts";
import { checkWebhook } from "./doctor/check-webhook.ts";
import { type DoctorLine, fail } from "./doctor/doctor-line.ts";

export type DoctorOptions = {
  /** Reads TXT records; the system's resolver with a time limit unless said. */
  readTxt?: ReadTxt;
  /** Finds where a domain's mail goes; the system's resolver with a time limit unless said. */
  readMailHosts?: ReadMailHosts;
};

/**
 * Looks at every part that Paperboy needs and says how to mend what is amiss. Opens what it looks at by
 * itself, each with a time limit: a part that is out of reach becomes a line, never an exception. Changes
 * nothing, except that it starts the embedded database when that is used and not running.
 */
export async function runDoctor(config: Config, options: DoctorOptions = {}): Promise<DoctorLine[]> {
  await goThroughProxy(config.proxy);
  const opened = await openForCheck(config);
  const isEmbedded = config.database.url === null;
  try {
    const pool = opened.handle?.pool ?? null;
    const checks: [string, () => Promise<DoctorLine[]>][] = [
      ["config", async () => checkConfig(config)],
      ["settings", () => checkSettings(config)],
      [
        "database",
        async () =>
          opened.handle
            ? checkDatabase(opened.handle, isEmbedded)
            : [databaseUnreachable(opened.error, isEmbedded)],
      ],
      ["connections", () => checkConnections(config, pool)],
      ["locks", () => checkLocks(pool)],
      ["queue", () => checkQueue(config.queue, pool, isEmbedded)],
      ["provider", () => checkProvider(config.mail)],
      ["provider's word", () => checkProviderWord(config)],
      ["pace", () => checkPace(config, opened.handle?.db ?? null)],
      [
        "dns",
        async () =>
          config.mail.transport === "resend" ? checkDns(domainOf(config.mail.from), options.readTxt) : [],
      ],
      [
        "leaving by mail",
        async () =>
          config.mail.transport === "resend" ? [await checkLeaving(config.mail, options.readMailHosts)] : [],
      ],
      ["one-click", () => checkSite(config, opened.handle?.db ?? null)],
      ["suppressions", () => checkSuppressions(config, opened.handle)],
      ["webhook secret", () => checkWebhook(config, opened.handle)],
      ["traces", () => checkTraces(config.traces)],
      ["summaries", () => checkSummaries(config.summaries, opened.handle?.db ?? null)],
      ["still reading", () => checkStillReading(config.stillReading, opened.handle?.db ?? null)],
      ["disk", async () => [await checkDisk(config.dataDir)]],
    ];
    return (await Promise.all(checks.map(([name, run]) => orFail(name, run)))).flat();
  } finally {
    await opened.close();
  }
}

async function orFail(check: string, run: () => Promise<DoctorLine[]>): Promise<DoctorLine[]> {
  try {
    return await run();
  } catch (error) {
    return [fail(check, `It could not be checked: ${reasonOf(error)}.`, "See the other lines first.")];
  }
}

type Opened = { handle: DatabasePool | null; error: unknown; close(): Promise<void> };

async function openForCheck(config: Config): Promise<Opened> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.reverse()) await closer();
  };
  try {
    const embedded =
      config.database.url === null ? await openEmbeddedDatabase({ dataDir: config.dataDir }) : null;
    if (embedded) closers.push(() => embedded.close());
    const handle = openDatabase(embedded?.url ?? config.database.url ?? "", 3, () => {}, "paperboy doctor");
    closers.push(() => handle.pool.end());
    await assertReachable(handle.pool);
    return { handle, error: null, close };
  } catch (error) {
    return { handle: null, error: error instanceof Error && error.cause ? error.cause : error, close };
  }
}
