import { expect, it } from "vitest";
import { judgeLocks } from "../../../src/upkeep/doctor/check-locks.ts";

/** A ledger of so many years of daily, weekly and monthly editions on a server as it comes. */
const after = (years: number) => ({
  partitions: 36 * years,
  locks: 15 * 36 * years,
  most: 64,
  connections: 100,
});

it("warns when years of partitions want more locks than PostgreSQL has room for, and says how many", () => {
  expect(judgeLocks(after(1))).toEqual({
    check: "locks",
    level: "ok",
    message: "max_locks_per_transaction is 64; the ledger's 36 partitions want 44",
    mend: null,
  });
  expect(judgeLocks(after(2))).toMatchObject({
    level: "warn",
    message: expect.stringContaining("the ledger's 72 partitions want 87, or transactions fail"),
    mend: "Set max_locks_per_transaction to 174 and restart PostgreSQL.",
  });
  expect(judgeLocks({ ...after(2), connections: 200 }).level).toBe("ok");
});
