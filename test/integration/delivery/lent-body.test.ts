import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LentBody } from "../../../src/delivery/mailers/lent-body.ts";

const heard: { headers: IncomingMessage["headers"]; body: Buffer }[] = [];
const server = createServer(async (request, response) => {
  heard.push({ headers: request.headers, body: await buffer(request) });
  response.statusCode = request.headers.authorization === "Bearer bad" ? 401 : 200;
  response.end("{}");
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

it.each([
  0, 1, 5_000_000,
])("%s lent bytes arrive as copied ones do, with the same headers, whatever the answer", async (size) => {
  const bytes = Buffer.alloc(size, "é");
  const { port } = server.address() as AddressInfo;
  for (const key of ["good", "bad"]) {
    heard.length = 0;
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    for (const body of [bytes, new LentBody(bytes)]) {
      const answer = await fetch(`http://127.0.0.1:${port}`, { method: "POST", headers, body });
      expect(answer.status).toBe(key === "bad" ? 401 : 200);
    }
    const [copied, lent] = heard;
    expect(lent?.headers).toEqual(copied?.headers);
    expect(lent?.body.equals(bytes)).toBe(true);
    expect(lent?.headers["content-length"]).toBe(String(size));
  }
});
