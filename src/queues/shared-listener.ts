import { EventEmitter } from "node:events";
import type pg from "pg";

/** What BullMQ uses of a pool. */
export type BullPool = Pick<pg.Pool, "query" | "on" | "end" | "options"> & { connect(): Promise<BullClient> };

/** What BullMQ uses of a connection that it borrows. */
type BullClient = EventEmitter & {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  release(isBroken?: boolean): void;
};

/**
 * A pool whose borrowers listen together: each of BullMQ's workers would keep a connection to itself only to hear of
 * new jobs, twelve in a process that works on every queue. One connection hears for all of them, and each is told of
 * everything, as each filters by its queue anyway. When it breaks, all hear of it and listen anew.
 */
export function shareListener(pool: pg.Pool): BullPool {
  const listener = createListener(pool);
  return {
    options: pool.options,
    query: pool.query.bind(pool),
    on: pool.on.bind(pool),
    end: pool.end.bind(pool),
    connect: async () => lend(pool, listener),
  };
}

type Listener = {
  /** Hears what is said in a channel, from when it resolves until `leave`. */
  join(member: EventEmitter, channel: string): Promise<void>;
  leave(member: EventEmitter): void;
};

type Shared = { client: Promise<pg.PoolClient>; heard: Map<string, Promise<unknown>> };

function createListener(pool: pg.Pool): Listener {
  const members = new Set<EventEmitter>();
  let shared: Shared | null = null;
  /** It still listens, which whoever borrows it next has no use for. Whom it heard for are told, to listen anew. */
  const discard = (lost: Shared, error?: Error) => {
    if (shared !== lost) return;
    shared = null;
    lost.client.then(
      (client) => client.release(true),
      () => {},
    );
    const told = [...members];
    members.clear();
    for (const member of told)
      member.emit("error", error ?? new Error("The connection that listens was lost."));
  };
  const open = (): Shared => {
    const opened: Shared = { client: pool.connect(), heard: new Map() };
    opened.client.then(
      (client) => {
        client.on("notification", (message) => {
          for (const member of members) member.emit("notification", message);
        });
        client.on("error", (error) => discard(opened, error));
      },
      () => discard(opened),
    );
    return opened;
  };
  return {
    join: async (member, channel) => {
      shared ??= open();
      const joined = shared;
      const listening = joined.heard.get(channel) ?? listen(joined, channel);
      joined.heard.set(channel, listening);
      try {
        await listening;
      } catch (error) {
        discard(joined, error instanceof Error ? error : undefined);
        throw error;
      }
      if (shared !== joined) throw new Error("The connection that listens was lost.");
      members.add(member);
    },
    leave: (member) => {
      if (members.delete(member) && members.size === 0 && shared) discard(shared);
    },
  };
}

/** One statement after the other: a client takes no two at once. */
async function listen({ client, heard }: Shared, channel: string): Promise<void> {
  const before = [...heard.values()];
  const connected = await client;
  await Promise.all(before);
  await connected.query(`listen ${channel}`);
}

/** BullMQ's statement, below a comment. */
const listens = /^listen (\w+);?\s*$/im;
const namesSession = /set_config\('application_name'/i;

/** Takes a connection when it is asked something, and none to listen. */
function lend(pool: pg.Pool, listener: Listener): BullClient {
  const member = new EventEmitter();
  member.setMaxListeners(0);
  let own: Promise<pg.PoolClient> | null = null;
  return Object.assign(member, {
    query: async (text: string, values?: unknown[]) => {
      // The names of single workers would stay with a connection that many use.
      if (namesSession.test(text)) return { rows: [] };
      const channel = listens.exec(text)?.[1];
      if (channel !== undefined) {
        await listener.join(member, channel);
        return { rows: [] };
      }
      own ??= pool.connect();
      return (await own).query(text, values);
    },
    release: (isBroken = false) => {
      listener.leave(member);
      own?.then(
        (client) => client.release(isBroken),
        () => {},
      );
      own = null;
    },
  });
}
