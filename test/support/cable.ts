import { connect, createServer, type Socket } from "node:net";

/** How a server is out of reach: its machine says so, or nothing answers any more, as when a cable is pulled. */
type Cut = "refused" | "silent";

/** A way to a server that a test can cut and mend. */
export type Cable = {
  /** The server's URL by this way. */
  url: string;
  cut(how: Cut): Promise<void>;
  /** New connections go to another server; those that are there stay. */
  leadTo(serverUrl: string): void;
  /**
   * All connections break at so many pieces of what is said to the server from now on; new ones work.
   *
   * @returns whether they have.
   */
  breakAt(piece: number): () => boolean;
  /** New connections work again; those from before a silence stay dead. */
  mend(): Promise<void>;
  close(): Promise<void>;
};

/** Lays a cable to the server of a URL that names a host and a port. */
export async function layCable(serverUrl: string): Promise<Cable> {
  let target = new URL(serverUrl);
  const ends = new Set<Socket>();
  let isSilent = false;
  let piecesLeft = Number.POSITIVE_INFINITY;
  const hold = (socket: Socket) => {
    ends.add(socket);
    socket.on("error", () => {}); // the other side went away
    socket.on("close", () => ends.delete(socket));
  };
  const server = createServer((near) => {
    hold(near);
    if (isSilent) return;
    const far = connect(Number(target.port), target.hostname);
    hold(far);
    near.on("data", (bytes) => {
      piecesLeft -= 1;
      if (piecesLeft === 0) for (const end of ends) end.destroy();
      else far.write(bytes);
    });
    far.on("data", (bytes) => near.write(bytes));
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : port);
      });
    });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const end of ends) end.destroy();
    });
  const port = await listen(0);
  const way = new URL(serverUrl);
  way.host = `127.0.0.1:${port}`;
  return {
    url: way.href,
    cut: async (how) => {
      if (how === "refused") return stop();
      isSilent = true;
      for (const end of ends) end.removeAllListeners("data");
    },
    leadTo: (url) => {
      target = new URL(url);
    },
    breakAt: (piece) => {
      piecesLeft = piece;
      return () => piecesLeft <= 0;
    },
    mend: async () => {
      if (!server.listening) await listen(port);
      isSilent = false;
    },
    close: stop,
  };
}
