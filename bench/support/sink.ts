import { createServer } from "node:http";

/**
 * Accepts every `POST /emails/batch` at once and keeps nothing: the cheapest provider there can be, in a
 * process of its own. `GET /` tells how many mails came. Prints its port.
 */
const marker = Buffer.from('"to":["');
let mails = 0;

createServer((request, response) => {
  if (request.method === "GET") {
    response.end(String(mails));
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const count = occurrences(Buffer.concat(chunks));
    mails += count;
    const data = Array.from({ length: count }, (_, index) => ({ id: `${mails}-${index}` }));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ data }));
  });
}).listen(0, "127.0.0.1", function (this: ReturnType<typeof createServer>) {
  const address = this.address();
  if (address && typeof address === "object") process.stdout.write(`${address.port}\n`);
});

/** Not parsed: the sink must not compete for the processor. */
function occurrences(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf(marker); at >= 0; at = body.indexOf(marker, at + marker.length)) count += 1;
  return count;
}
