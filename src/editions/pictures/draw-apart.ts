import { fork } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { PictureText } from "./picture-svg.ts";

/** A picture takes a second or two; one that takes so long will not end. */
const mostMs = 60_000;

type Answer = { png: Uint8Array } | { fault: string };

/**
 * Draws a picture for cards as PNG, in a process that ends with it and knows no secret: the libraries take some 70 MB,
 * which a worker would keep for its life, and most of a second in which it would do nothing else.
 */
export function drawApart(text: PictureText): Promise<Buffer> {
  const child = fork(new URL("./draw-child.js", import.meta.url), {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: {},
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    timeout: mostMs,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve, reject) => {
    child.once("message", (answer: Answer) => {
      if ("png" in answer) resolve(Buffer.from(answer.png));
      else reject(new Error(`a picture was not drawn: ${answer.fault}`));
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => reject(new Error(`a picture was not drawn: ${signal ?? code}`)));
    // Beside the child lies what draws as this file does: compiled, or as it was written.
    child.send({ text, ending: extname(import.meta.url) });
  });
}
