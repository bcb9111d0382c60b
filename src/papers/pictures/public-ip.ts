import { type IpAddress, isAmong, parseIpAddress, parseNetwork } from "../../config/networks.ts";

/** An IPv6 network's way to IPv4: the last 32 bits are the address that is meant (RFC 6052, section 2.1). */
const translating = [parseNetwork("64:ff9b::/96")].filter((network) => network !== null);
/** All that is assigned of IPv6 (RFC 4291, section 2.4); the library calls unicast whatever it has no name for. */
const assigned = [parseNetwork("2000::/3")].filter((network) => network !== null);

/**
 * Whether an address is one of the public internet: none of this machine, of a local or private network, of a
 * provider's own, none that is reserved or for many, and none that carries such an IPv4 address within an IPv6 one.
 */
export function isPublicIp(text: string): boolean {
  const address = parseIpAddress(text);
  return address !== null && isPublic(address);
}

function isPublic(address: IpAddress): boolean {
  if (isAmong(translating, address)) return isPublicIp(address.toByteArray().slice(-4).join("."));
  return address.range() === "unicast" && (address.kind() === "ipv4" || isAmong(assigned, address));
}
