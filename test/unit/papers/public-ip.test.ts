import { expect, it } from "vitest";
import { isPublicIp } from "../../../src/papers/pictures/public-ip.ts";

it.each([
  "18.155.1.1",
  "2600:9000:20a5::1",
  "64:ff9b::129b:101",
  "::ffff:18.155.1.1",
])("takes %s for an address of the public internet", (address) => {
  expect(isPublicIp(address)).toBe(true);
});

it.each([
  ["this machine", ["127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "::"]],
  ["a private network", ["10.0.0.1", "172.16.0.1", "192.168.1.1", "fd00::1", "fec0::1"]],
  ["a link", ["169.254.169.254", "fe80::1"]],
  ["a provider's own network", ["100.64.1.1"]],
  ["many", ["224.0.0.1", "255.255.255.255", "ff02::1"]],
  ["nobody yet", ["240.0.0.1", "192.0.2.1", "198.18.0.1", "2001:db8::1", "4000::1", "100::1"]],
  ["IPv4 within IPv6", ["::ffff:127.0.0.1", "::ffff:a00:1", "::127.0.0.1", "::ffff:0:10.0.0.1"]],
  ["IPv4 behind a translator", ["64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808"]],
  ["IPv4 through a tunnel", ["2002:7f00:1::", "2001:0:808:808::1"]],
  ["no address", ["", "localhost", "2130706433", "0x7f.1", "127.1"]],
])("takes none of %s for one", (_, addresses) => {
  expect(addresses.filter(isPublicIp)).toEqual([]);
});
