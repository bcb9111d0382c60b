import { EventEmitter } from "node:events";
import pg from "pg";
import { expect, it } from "vitest";
import { shareListener } from "../../../src/queues/shared-listener.ts";

/** A pool without a server, each of whose connections refuses to listen to the channels named. */
function poolRefusing(refused: string[]): pg.Pool {
  const connect = async () =>
    Object.assign(new EventEmitter(), {
      query: async (text: string) => {
        if (refused.some((channel) => text.includes(channel))) throw new Error(`refused: ${text}`);
        return { rows: [] };
      },
      release: () => {},
    });
  return Object.assign(new pg.Pool(), { connect });
}

it("tells all who listen when the connection is given up for one of them, so that they listen anew", async () => {
  const pool = shareListener(poolRefusing(["closed"]));
  const [hearing, failing] = [await pool.connect(), await pool.connect()];
  const told: string[] = [];
  hearing.on("error", (error: Error) => told.push(error.message));
  await hearing.query("listen open");
  await expect(failing.query("listen closed")).rejects.toThrow("refused: listen closed");
  expect(told).toEqual(["refused: listen closed"]);
  await hearing.query("listen open");
});
