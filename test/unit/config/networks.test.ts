import { expect, test } from "vitest";
import { isAmong, isLoopbackHost, parseIpAddress, parseNetwork } from "../../../src/config/networks.ts";

test.each([
  "localhost",
  "LOCALHOST",
  "127.0.0.1",
  "127.9.9.9",
  "[::1]",
  "[::ffff:7f00:1]",
])("the host %s is this machine", (host) => {
  expect(isLoopbackHost(host)).toBe(true);
});

test.each([
  "",
  "127.evil.example",
  "localhost.example",
  "128.0.0.1",
  "127.1",
  "0x7f.0.0.1",
  "2130706433",
])("the host %j is no name of this machine", (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});

test.each([
  "10",
  "0x0a.0.0.1",
  "010.0.0.1",
  "10.0.0.1 ",
  "10.0.0.0/",
  "10.0.0.0/33",
  "10.0.0.0/8/8",
  "fd00::/129",
])("%j is not read as a network", (text) => {
  expect(parseNetwork(text)).toBe(null);
});

test.each([
  ["10.0.0.0/8", "10.200.0.1", true],
  ["10.0.0.0/8", "::ffff:10.200.0.1", true],
  ["10.0.0.0/8", "11.0.0.1", false],
  ["192.168.1.7", "192.168.1.7", true],
  ["192.168.1.7", "192.168.1.8", false],
  ["fd00::/8", "fd12::1%eth0", true],
  ["fd00::/8", "10.0.0.1", false],
])("the network %s with the address %s in it: %s", (network, address, isThere) => {
  const known = [parseNetwork(network)].filter((read) => read !== null);
  const asked = parseIpAddress(address);
  expect(asked !== null && isAmong(known, asked)).toBe(isThere);
});
