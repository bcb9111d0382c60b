/**
 * The name by which this machine reaches a server of its own.
 *
 * @param host the address that is listened on; null is every one.
 */
export function ownHost(host: string | null): string {
  if (host === null || host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
