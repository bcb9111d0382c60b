import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { parseUrl } from "../parse-url.ts";

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** All addresses that share so many first bits with this one. */
export type Network = [address: IpAddress, prefix: number];

/**
 * Reads an address in its usual spelling: not as one number, in hexadecimal or shortened, which the library would
 * take too. An IPv4 address that an IPv6 socket carries is that IPv4 address (RFC 4291, section 2.5.5.2).
 *
 * @returns null for what is no address.
 */
export function parseIpAddress(text: string): IpAddress | null {
  return isIP(text) === 0 ? null : ipaddr.process(text);
}

/** Reads a network in CIDR notation (RFC 4632), or a single address as the network of it alone; else null. */
export function parseNetwork(text: string): Network | null {
  const [address = ""] = text.split("/");
  const version = isIP(address);
  if (version === 0) return null;
  const written = address === text ? `${text}/${version === 4 ? 32 : 128}` : text;
  return ipaddr.isValidCIDR(written) ? ipaddr.parseCIDR(written) : null;
}

/** The names that the library has for RFC 1918, RFC 6598, RFC 4193, loopback and link-local. */
const privateRanges = ["private", "carrierGradeNat", "uniqueLocal", "loopback", "linkLocal"];

/** Whether no address of the internet lies in a network: both its ends are private, as is then all between them. */
export function isPrivate([address, prefix]: Network): boolean {
  const cidr = `${address}/${prefix}`;
  const ends =
    address.kind() === "ipv4"
      ? [ipaddr.IPv4.networkAddressFromCIDR(cidr), ipaddr.IPv4.broadcastAddressFromCIDR(cidr)]
      : [ipaddr.IPv6.networkAddressFromCIDR(cidr), ipaddr.IPv6.broadcastAddressFromCIDR(cidr)];
  return ends.every((end) => privateRanges.includes(end.range()));
}

/** Whether one of the networks holds the address. */
export function isAmong(networks: Network[], address: IpAddress): boolean {
  return networks.some((network) => network[0].kind() === address.kind() && address.match(network));
}

/** Whether an address is one of this machine to itself (RFC 1122, RFC 4291). */
export function isLoopback(address: IpAddress): boolean {
  return address.range() === "loopback";
}

/** Whether a URL's host, without a port, is this machine to itself: `localhost`, or a loopback address. */
export function isLoopbackHost(host: string): boolean {
  const address = parseIpAddress(host.replace(/^\[(.*)\]$/, "$1"));
  return host.toLowerCase() === "localhost" || (address !== null && isLoopback(address));
}

/** Whether a URL of a database leads to this machine itself, or to a socket of its file system. */
export function isUrlOfThisMachine(url: string): boolean {
  const parsed = parseUrl(url);
  if (parsed === null) return true;
  const { hostname, searchParams } = parsed;
  const host = searchParams.get("host") ?? hostname;
  // To connect to no address in particular is to connect to this machine.
  return (
    host === "" || host.startsWith("/") || isLoopbackHost(host) || /^(?:0\.0\.0\.0|\[?::\]?)$/.test(host)
  );
}
