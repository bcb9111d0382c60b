import type { IncomingMessage, ServerResponse } from "node:http";
import { deflateSync } from "node:zlib";
import { listen } from "./http-fake.ts";

export type FakePictures = {
  url: string;
  /** Paths in the order in which they were asked for. */
  asked: string[];
  /** Bytes that were written of bodies, whether or not somebody read them. */
  written(): number;
  /** Lets answers of `/held.png` go. */
  release(): void;
  close(): Promise<void>;
};

/** One pixel, which is all that a PNG needs to be one. */
export const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(document.domain)</script></svg>';
const html = "<!doctype html><script>alert(1)</script>";
const mebibyte = 1024 * 1024;

/** A server of pictures that behaves as badly as one may: what is asked for says how. */
export async function startFakePictures(): Promise<FakePictures> {
  const asked: string[] = [];
  const held: (() => void)[] = [];
  let written = 0;

  const send = (response: ServerResponse, type: string, body: Buffer | string) => {
    response.writeHead(200, { "content-type": type });
    response.end(body);
  };
  const answers: Record<string, (response: ServerResponse) => void> = {
    "/held.png": (response) => {
      held.push(() => send(response, "image/png", pixel));
    },
    "/unnamed": (response) => send(response, "application/octet-stream", pixel),
    "/script.svg": (response) => send(response, "image/svg+xml", svg),
    "/script-as.png": (response) => send(response, "image/png", svg),
    "/page-as.png": (response) => send(response, "image/png", html),
    "/packed.png": (response) => {
      response.setHeader("content-encoding", "deflate");
      send(response, "image/png", deflateSync(pixel));
    },
    "/empty.png": (response) => send(response, "image/png", ""),
    "/gone.png": (response) => response.writeHead(404).end("gone"),
    "/huge.png": (response) => pour(response, {}),
    "/huge-said.png": (response) => pour(response, { "content-length": String(200 * mebibyte) }),
    "/short-said.png": (response) => {
      response.writeHead(200, { "content-length": "1000000" });
      response.write(pixel);
      setImmediate(() => response.destroy());
    },
    "/drip.png": (response) => {
      response.writeHead(200, { "content-type": "image/png" });
      const dripping = setInterval(() => response.write(pixel.subarray(0, 1)), 20);
      response.once("close", () => clearInterval(dripping));
    },
    "/silent.png": () => {},
    "/moved.png": (response) => response.writeHead(302, { location: "/one.png" }).end(),
    "/round.png": (response) => response.writeHead(302, { location: "/round.png" }).end(),
    "/to-file.png": (response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
    "/to-metadata.png": (response) =>
      response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
    "/to-loopback.png": (response) =>
      response.writeHead(302, { location: "https://127.0.0.1:9/private.png" }).end(),
    "/to-private-name.png": (response) =>
      response.writeHead(302, { location: "https://cdn-uploads.huggingface.co/private.png" }).end(),
  };

  /** 200 MB, as fast as whoever reads takes them. */
  const pour = (response: ServerResponse, headers: Record<string, string>) => {
    response.writeHead(200, { "content-type": "image/png", ...headers });
    const block = Buffer.concat([pixel, Buffer.alloc(256 * 1024)]);
    let left = (200 * mebibyte) / block.length;
    const go = () => {
      while (left > 0 && !response.destroyed) {
        left -= 1;
        written += block.length;
        if (!response.write(block)) return void response.once("drain", go);
      }
      response.end();
    };
    go();
  };

  const running = await listen((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "";
    asked.push(path);
    const answer = answers[path.split("?")[0] ?? ""];
    if (answer) answer(response);
    else send(response, "image/png", pixel);
  });
  return {
    url: running.url,
    asked,
    written: () => written,
    release: () => {
      for (const go of held.splice(0)) go();
    },
    close: running.close,
  };
}
