import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the ports that systems give to outgoing connections, so that none of these takes one in an interval. */
const firstPort = 10_240;
const endOfPorts = 32_768;
const mostTries = 20;

/** A TCP port that nothing listens on at 127.0.0.1, the preferred one when it is free. */
export async function findFreePort(preferred?: number): Promise<number> {
  if (preferred && (await tryPort(preferred)) !== null) return preferred;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const port = await tryPort(randomInt(firstPort, endOfPorts));
    if (port !== null) return port;
  }
  const port = await tryPort(0);
  if (port === null) throw new Error("no TCP port is free at 127.0.0.1");
  return port;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}
