import { createServer } from "node:net";

/** A TCP port that nothing listens on at 127.0.0.1, the preferred one when it is free. */
export async function findFreePort(preferred = 0): Promise<number> {
  const port = await tryPort(preferred);
  return port ?? (await findFreePort());
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (port === 0 ? reject(error) : resolve(null)));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}
