import { isIP } from "node:net";
import { type ConnectionOptions, connect } from "node:tls";
import type { RedisConfig, ServerAddress } from "../config/connections.ts";
import { certificateFault } from "../config/tls-fault.ts";
import { readTls } from "./redis-client.ts";

/**
 * The error with which a certificate of a cluster's nodes, or of Sentinels, is refused. Their clients tell no more than
 * that nobody could be asked, so each named server is connected to once.
 *
 * @returns null where each certificate is believed or no server is there, where nothing is guarded, and of one server
 *   alone, whose client tells it.
 */
export async function findRefusedCertificate(config: RedisConfig, timeoutMs: number): Promise<Error | null> {
  const tls = readTls(config);
  if (tls === null || config.kind === "server") return null;
  const servers = config.kind === "cluster" ? config.nodes : config.sentinels;
  const refused = await Promise.all(servers.map((server) => refusalOf(server, tls, timeoutMs)));
  return refused.find((error) => error !== null) ?? null;
}

function refusalOf(
  { host, port }: ServerAddress,
  tls: ConnectionOptions,
  timeoutMs: number,
): Promise<Error | null> {
  return new Promise((resolve) => {
    // A number is no name that could be told the server (RFC 6066, section 3).
    const named = isIP(host) === 0 ? { servername: host } : {};
    const socket = connect({ host, port, ...named, ...tls });
    const end = (error: Error | null) => {
      socket.destroy();
      resolve(error);
    };
    socket.setTimeout(timeoutMs, () => end(null));
    socket.once("secureConnect", () => end(null));
    socket.on("error", (error) => end(certificateFault(error) === null ? null : error));
  });
}
