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
  /** Hears of whatever the statement names, from when it resolves until `leave`. */
  join(member: EventEmitter, listen: string): Promise<void>;
  leave(member: EventEmitter): void;
};

function createListener(pool: pg.Pool): Listener {
  const members = new Set<EventEmitter>();
  let opening: Promise<pg.PoolClient> | null = null;
  const open = async () => {
    const client = await pool.connect();
    client.on("notification", (message) => {
      for (const member of members) member.emit("notification", message);
    });
    client.on("error", (error) => {
      opening = null;
      client.release(true);
      const told = [...members];
      members.clear();
      for (const member of told) member.emit("error", error);
    });
    return client;
  };
  const letGo = () => {
    const kept = opening;
    opening = null;
    // It still listens, which whoever borrows it next has no use for.
    kept?.then(
      (client) => client.release(true),
      () => {},
    );
  };
  return {
    join: async (member, listen) => {
      opening ??= open();
      const joined = opening;
      try {
        const client = await joined;
        await client.query(listen); // a second time it changes nothing
        members.add(member);
      } catch (error) {
        if (opening === joined) opening = null;
        throw error;
      }
    },
    leave: (member) => {
      if (members.delete(member) && members.size === 0) letGo();
    },
  };
}

const listens = /^\s*listen\b/i;
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
      if (listens.test(text)) {
        await listener.join(member, text);
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
