import { Hono } from "hono";
import { expect, test } from "vitest";
import { clientAddress } from "../../../src/web/http/client-address.ts";

/** What is counted for a request that comes from a peer, with what trusted proxies wrote. */
async function countedFor(peer: string | null, forwardedFor: string | null, trustedProxies: number) {
  const app = new Hono().get("/", (c) => c.text(clientAddress(c, trustedProxies)));
  const headers: Record<string, string> = forwardedFor === null ? {} : { "x-forwarded-for": forwardedFor };
  const connection = peer === null ? {} : { incoming: { socket: { remoteAddress: peer } } };
  return (await app.request("/", { headers }, connection)).text();
}

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:0:1:9::9", "2001:db8:0:1"],
  ["2001:DB8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  [null, "unknown"],
])("a peer at %s is counted as %s, whatever it says of itself", async (peer, counted) => {
  expect(await countedFor(peer, "203.0.113.9", 0)).toBe(counted);
});

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["192.0.2.7, 203.0.113.9", "203.0.113.9"],
  ["203.0.113.9:51234", "203.0.113.9"],
  ["[2001:db8::5]:443", "2001:db8:0:0"],
  ["[2001:db8::5]", "2001:db8:0:0"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["unknown", "unknown"],
  ["12345", "12345"],
  [", ,", "192.0.2.1"],
])("behind one proxy the word %j counts as %s", async (said, counted) => {
  expect(await countedFor("192.0.2.1", said, 1)).toBe(counted);
});
