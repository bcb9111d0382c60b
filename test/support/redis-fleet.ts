import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pRetry from "p-retry";
import { findFreePort } from "../../src/db/ports.ts";

/** Several Redis servers that stand in for one another, all on this machine. */
export type RedisFleet = {
  /** Who are asked where the queue is, as the variable names them. */
  addresses: string;
  /** Kills, without a word, the primary that keeps a key, and tells its port. */
  killPrimaryOf(key: string): Promise<number>;
  /** The port of the primary that keeps a key, as the fleet sees it now. */
  primaryOf(key: string): Promise<number>;
  /** Whether every key has a primary that answers, as the fleet sees it now. */
  isWhole(): Promise<boolean>;
  close(): Promise<void>;
};

export const fleetPassword = "of-the-servers";
export const sentinelPassword = "of-the-sentinels";
export const sentinelName = "queue";

const execute = promisify(execFile);

/** Where all servers of a fleet take nothing but TLS, and call themselves `localhost`; each a file in PEM form. */
type FleetTls = { ca: string; key: string; certificate: string };

/** Words of a server that answers, as `redis-cli` prints them. */
async function ask({ tls }: Yard, port: number, password: string, ...words: string[]): Promise<string> {
  const guarded = tls === null ? [] : ["--tls", "--cacert", tls.ca];
  const { stdout } = await execute(
    "redis-cli",
    ["-h", "127.0.0.1", "-p", String(port), ...guarded, ...words],
    { env: { PATH: process.env.PATH, REDISCLI_AUTH: password } },
  );
  return stdout;
}

/** Asks again until it is so, for half a minute. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  await pRetry(
    async () => {
      if (!(await isSo())) throw new Error("The servers did not come together within half a minute.");
    },
    { retries: 600, minTimeout: 50, factor: 1 },
  );
}

type Yard = { folder: string; children: Map<number, ChildProcess>; tls: FleetTls | null };

async function openYard(tls: FleetTls | null): Promise<Yard> {
  return { folder: await mkdtemp(join(tmpdir(), "paperboy-fleet-")), children: new Map(), tls };
}

const hostOf = ({ tls }: Yard) => (tls === null ? "127.0.0.1" : "localhost");

/** A path as the servers' settings take it, also with a blank in it. */
const quoted = (path: string) => JSON.stringify(path);

function listensAt({ tls }: Yard, port: number): string[] {
  if (tls === null) return [`port ${port}`];
  const { ca, key, certificate } = tls;
  return [
    "port 0",
    `tls-port ${port}`,
    `tls-cert-file ${quoted(certificate)}`,
    `tls-key-file ${quoted(key)}`,
    `tls-ca-cert-file ${quoted(ca)}`,
    "tls-auth-clients no",
    "tls-replication yes",
  ];
}

async function closeYard({ folder, children }: Yard): Promise<void> {
  for (const child of children.values()) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
}

/** By itself a server of a cluster listens 10,000 above too: below the ports that systems give to outgoing connections. */
async function findClusterPort(): Promise<number> {
  for (;;) {
    const port = await findFreePort();
    const busPort = port + 10_000;
    if (busPort < 32_768 && (await findFreePort(busPort)) === busPort) return port;
  }
}

type ServerKind = { isSentinel?: boolean; findPort?: () => Promise<number> };

async function startServer(
  yard: Yard,
  settings: string[],
  { isSentinel = false, findPort = findFreePort }: ServerKind = {},
): Promise<number> {
  const port = await findPort();
  const file = join(yard.folder, `${port}.conf`);
  const common = [
    ...listensAt(yard, port),
    "bind 127.0.0.1",
    `dir ${quoted(yard.folder)}`,
    'save ""',
    `dbfilename ${port}.rdb`,
  ];
  await writeFile(file, [...common, ...settings].join("\n"));
  const child = spawn("redis-server", [file, ...(isSentinel ? ["--sentinel"] : [])], { stdio: "ignore" });
  yard.children.set(port, child);
  await until(async () => (await ask(yard, port, "", "ping")) !== "");
  return port;
}

async function kill(yard: Yard, port: number): Promise<number> {
  yard.children.get(port)?.kill("SIGKILL");
  return port;
}

const logIn = [
  `requirepass ${fleetPassword}`,
  `masterauth ${fleetPassword}`,
  "maxmemory-policy noeviction",
  "repl-diskless-sync-delay 0",
];

/** Three primaries with a replica each, which take over about a second after one is gone. */
export async function startRedisCluster(tls: FleetTls | null = null): Promise<RedisFleet> {
  const yard = await openYard(tls);
  const named =
    tls === null
      ? []
      : [
          "tls-cluster yes",
          "cluster-announce-hostname localhost",
          "cluster-preferred-endpoint-type hostname",
        ];
  try {
    const ports: number[] = [];
    while (ports.length < 6) {
      const file = `cluster-config-file nodes-${ports.length}.conf`;
      ports.push(
        await startServer(
          yard,
          [...logIn, ...named, "cluster-enabled yes", file, "cluster-node-timeout 1000"],
          { findPort: findClusterPort },
        ),
      );
    }
    const nodes = ports.map((port) => `127.0.0.1:${port}`);
    await ask(
      yard,
      ports[0] ?? 0,
      fleetPassword,
      "--cluster",
      "create",
      ...nodes,
      "--cluster-replicas",
      "1",
      "--cluster-yes",
    );
    const living = () => ports.filter((port) => yard.children.get(port)?.signalCode === null);
    await until(async () => {
      const all = await Promise.all(ports.map((port) => ask(yard, port, fleetPassword, "cluster", "info")));
      return all.every((info) => /cluster_state:ok/.test(info) && /cluster_known_nodes:6/.test(info));
    });
    // A replica that has copied nothing yet does not take over.
    await until(async () => {
      const all = await Promise.all(
        ports.map((port) => ask(yard, port, fleetPassword, "info", "replication")),
      );
      return all.filter((info) => /master_link_status:up/.test(info)).length === 3;
    });
    const primaryOf = async (key: string) => {
      const [asked = 0] = living();
      const slot = Number(await ask(yard, asked, fleetPassword, "cluster", "keyslot", key));
      const lines = (await ask(yard, asked, fleetPassword, "cluster", "nodes")).split("\n");
      return findOwner(lines, slot);
    };
    return {
      addresses: ports
        .slice(0, 3)
        .map((port) => `${hostOf(yard)}:${port}`)
        .join(","),
      primaryOf,
      killPrimaryOf: async (key) => kill(yard, await primaryOf(key)),
      isWhole: async () =>
        /cluster_state:ok/.test(await ask(yard, living()[0] ?? 0, fleetPassword, "cluster", "info")),
      close: () => closeYard(yard),
    };
  } catch (error) {
    await closeYard(yard);
    throw error;
  }
}

/** Of the lines of `CLUSTER NODES` (https://redis.io/docs/latest/commands/cluster-nodes/). */
function findOwner(lines: string[], slot: number): number {
  for (const line of lines) {
    const [, address = "", flags = "", , , , , , ...ranges] = line.split(" ");
    if (!flags.includes("master") || flags.includes("fail")) continue;
    const keeps = ranges.some((range) => {
      const [from = Number.NaN, to = from] = range.split("-").map(Number);
      return from <= slot && slot <= to;
    });
    if (keeps) return Number(/:(\d+)@/.exec(address)?.[1]);
  }
  throw new Error(`Nobody keeps slot ${slot}.`);
}

/** A primary and a replica, watched by three Sentinels; both kinds want a password of their own. */
export async function startSentinels(tls: FleetTls | null = null): Promise<RedisFleet> {
  const yard = await openYard(tls);
  const host = hostOf(yard);
  const named = tls === null ? [] : ["sentinel resolve-hostnames yes", "sentinel announce-hostnames yes"];
  try {
    const announced = [...logIn, `replica-announce-ip ${host}`];
    const primary = await startServer(yard, announced);
    await startServer(yard, [...announced, `replicaof ${host} ${primary}`]);
    const sentinels: number[] = [];
    while (sentinels.length < 3) {
      const watched = [
        ...named,
        `requirepass ${sentinelPassword}`,
        `sentinel sentinel-pass ${sentinelPassword}`,
        `sentinel monitor ${sentinelName} ${host} ${primary} 2`,
        `sentinel auth-pass ${sentinelName} ${fleetPassword}`,
        `sentinel down-after-milliseconds ${sentinelName} 1000`,
        `sentinel failover-timeout ${sentinelName} 4000`,
      ];
      sentinels.push(await startServer(yard, watched, { isSentinel: true }));
    }
    const [first = 0] = sentinels;
    await until(async () => {
      const known = await ask(yard, first, sentinelPassword, "sentinel", "ckquorum", sentinelName);
      const state = await ask(yard, first, sentinelPassword, "sentinel", "replicas", sentinelName);
      return /^OK 3 usable/.test(known) && /master-link-status\s+ok/.test(state);
    });
    const primaryOf = async () => {
      const answer = await ask(
        yard,
        first,
        sentinelPassword,
        "sentinel",
        "get-master-addr-by-name",
        sentinelName,
      );
      return Number(answer.trim().split("\n")[1]);
    };
    return {
      addresses: sentinels.map((port) => `${host}:${port}`).join(","),
      primaryOf,
      killPrimaryOf: async () => kill(yard, await primaryOf()),
      isWhole: async () => yard.children.get(await primaryOf())?.signalCode === null,
      close: () => closeYard(yard),
    };
  } catch (error) {
    await closeYard(yard);
    throw error;
  }
}
