import { connect, createServer, type Socket } from "node:net";

/** A way to a PostgreSQL server on which connections outlive those who asked for them. */
export type ConnectionLender = {
  /** The server's URL by this way. */
  url: string;
  close(): Promise<void>;
};

/** A connection to the server. */
type Line = {
  /** The message by which it began; who begins alike can go on with it. */
  request: Buffer;
  far: Socket;
  /** What the server said until it was first ready. */
  greeting: Buffer;
  /** Of what it was asked, so much it has not answered yet. */
  open: number;
  /** `I` when it waits for the next statement outside of a transaction; nothing before it was first ready. */
  state: string;
  /** Who uses it; nobody while it is cleaned or kept. */
  near: Socket | null;
};

/** The statement after which a session is as new: settings, locks, subscriptions, temporary tables. */
export const cleaning = "DISCARD ALL";

/** A server has a hundred connections, unless told otherwise; the others are for who asks anew. */
const mostKept = 40;

/** A letter, the length of the rest, the rest (PostgreSQL's documentation, "Message Formats"). */
function message(letter: string, rest: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + rest.length);
  return Buffer.concat([Buffer.from(letter), length, Buffer.from(rest, "latin1")]);
}

const messages = {
  clean: message("Q", `${cleaning}\0`),
  leave: message("X", ""),
  askPassword: message("R", "\0\0\0\x03"),
  isIn: message("R", "\0\0\0\0"),
  isWrong: message("E", "SFATAL\0C28P01\0Mwrong password\0\0"),
};

/** What may be asked instead of a session; see "Special Codes" there. */
const codes = { cancel: 80877102, tls: 80877103, gss: 80877104 };

/**
 * Keeps each connection whose client leaves, cleans it, and lends it to the next that asks for the same database,
 * account and settings: a new one costs the server tens of milliseconds, and again until it has learnt its tables.
 * A session in `pg_stat_activity` whose last statement is `cleaning` is nobody's.
 *
 * @param serverUrl of a server that is reached by TCP and without TLS.
 */
export async function lendConnections(serverUrl: string): Promise<ConnectionLender> {
  const target = new URL(serverUrl);
  const account = Buffer.from(`\0user\0${decodeURIComponent(target.username)}\0`);
  const password = decodeURIComponent(target.password);
  const kept: Line[] = [];
  const sockets = new Set<Socket>();
  const hold = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {}); // its end is told by "close"
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };
  const reach = () => hold(connect(Number(target.port || 5432), target.hostname));

  const open = (request: Buffer): Line => {
    const line: Line = { request, far: reach(), greeting: Buffer.alloc(0), open: 1, state: "", near: null };
    const read = readMessages((kind, first) => {
      if (kind === "E" && line.state !== "" && !line.near) line.far.destroy();
      if (kind !== "Z") return;
      line.open -= 1;
      line.state = first;
      if (line.near || line.open > 0 || line.far.destroyed) return;
      kept.push(line);
      if (kept.length > mostKept) kept.shift()?.far.end(messages.leave);
    });
    line.far.on("data", (bytes: Buffer) => {
      if (line.state === "") line.greeting = Buffer.concat([line.greeting, bytes]);
      line.near?.write(bytes);
      read(bytes);
    });
    line.far.on("close", () => {
      if (kept.includes(line)) kept.splice(kept.indexOf(line), 1);
      line.near?.end();
    });
    line.far.write(request);
    return line;
  };

  const use = (line: Line, near: Socket) => {
    line.near = near;
    const leave = () => {
      if (line.near !== near) return;
      line.near = null;
      near.end();
      if (line.state !== "I" || line.open > 0 || !line.request.includes(account)) {
        line.far.destroy();
        return;
      }
      line.open = 1;
      line.far.write(messages.clean);
    };
    let isLeaving = false;
    const read = readMessages((kind) => {
      if ("QSF".includes(kind)) line.open += 1;
      isLeaving ||= kind === "X";
    });
    near.on("data", (bytes: Buffer) => {
      read(bytes);
      const said = isLeaving ? bytes.subarray(0, -messages.leave.length) : bytes;
      if (said.length > 0) line.far.write(said);
      if (isLeaving) leave();
    });
    near.on("close", leave);
  };

  const lend = (line: Line, near: Socket) => {
    const giveUp = () => kept.push(line);
    near.once("close", giveUp);
    near.write(messages.askPassword);
    near.once("data", (said: Buffer) => {
      if (!said.equals(message("p", `${password}\0`))) {
        near.end(messages.isWrong);
        return;
      }
      near.off("close", giveUp);
      near.write(messages.isIn);
      near.write(line.greeting.subarray(line.greeting.indexOf(messages.isIn) + messages.isIn.length));
      use(line, near);
    });
  };

  const server = createServer((socket) => {
    const near = hold(socket);
    let request = Buffer.alloc(0);
    const begin = (bytes: Buffer) => {
      request = Buffer.concat([request, bytes]);
      if (request.length < 8 || request.length < request.readInt32BE()) return;
      const code = request.readInt32BE(4);
      if (code === codes.tls || code === codes.gss) {
        near.write("N");
        request = Buffer.alloc(0);
        return;
      }
      near.off("data", begin);
      if (code === codes.cancel) {
        reach().end(request);
        return;
      }
      const at = kept.findLastIndex((line) => line.request.equals(request));
      const [line] = at < 0 ? [] : kept.splice(at, 1);
      if (line) lend(line, near);
      else use(open(request), near);
    };
    near.on("data", begin);
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const url = new URL(serverUrl);
  url.hostname = "127.0.0.1";
  url.port = String(typeof address === "object" ? address?.port : "");
  return {
    url: url.href,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Tells the letter of each message of a stream, and the first byte of its rest, when it has come whole. */
function readMessages(onMessage: (kind: string, first: string) => void): (bytes: Buffer) => void {
  const headLength = 5;
  let head = Buffer.alloc(0);
  let first = "";
  let left = 0;
  return (bytes) => {
    for (let rest = bytes; rest.length > 0; ) {
      if (head.length < headLength) {
        const taken = rest.subarray(0, headLength - head.length);
        head = Buffer.concat([head, taken]);
        rest = rest.subarray(taken.length);
        if (head.length < headLength) return;
        left = head.readInt32BE(1) - 4;
        first = "";
      }
      if (first === "" && left > 0 && rest.length > 0) first = String.fromCharCode(rest[0] ?? 0);
      const skipped = Math.min(left, rest.length);
      rest = rest.subarray(skipped);
      left -= skipped;
      if (left > 0) return;
      onMessage(head.toString("latin1", 0, 1), first);
      head = Buffer.alloc(0);
    }
  };
}
