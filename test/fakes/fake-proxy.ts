import { request as askOverHttp } from "node:http";
import { connect } from "node:net";
import { listen, type RunningFake } from "./http-fake.ts";

export type FakeProxy = RunningFake & {
  /** What it was asked for, in order: `CONNECT host:port`, or `GET http://...`, with the log-in where one came. */
  asked: string[];
};

/**
 * A proxy that opens tunnels (RFC 9110, section 9.3.6) and hands on what comes in absolute form. It knows where each
 * host is, and no other: what does not come through it would find none of them.
 *
 * @param hosts the port on this machine, by `host:port`.
 */
export async function startFakeProxy(hosts: Record<string, number>): Promise<FakeProxy> {
  const asked: string[] = [];
  const note = (what: string, logIn: string | undefined) => {
    asked.push(logIn === undefined ? what : `${what} ${logIn}`);
  };
  const fake = await listen((request, response) => {
    const url = new URL(request.url ?? "");
    note(`${request.method} ${url.href}`, request.headers["proxy-authorization"]);
    const port = hosts[`${url.hostname}:${url.port || 80}`];
    if (port === undefined) {
      response.writeHead(502).end();
      return;
    }
    const { method, headers } = request;
    const path = `${url.pathname}${url.search}`;
    const onward = askOverHttp({ port, host: "127.0.0.1", method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  fake.server.on("connect", (request, near) => {
    note(`CONNECT ${request.url}`, request.headers["proxy-authorization"]);
    const port = hosts[request.url ?? ""];
    near.on("error", () => {}); // the other side went away
    if (port === undefined) {
      near.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      return;
    }
    const far = connect(port, "127.0.0.1", () => near.write("HTTP/1.1 200 Connection Established\r\n\r\n"));
    far.on("error", () => near.destroy());
    far.pipe(near).pipe(far);
  });
  return { ...fake, asked };
}
