import { openEmbeddedDatabase } from "../../src/db/embedded.ts";

/** A process that opens the embedded database of a folder, says where it is, and closes it when its input ends. */
const [dataDir = ""] = process.argv.slice(2);
const logged: string[] = [];
try {
  const database = await openEmbeddedDatabase({ dataDir, durable: false, log: (line) => logged.push(line) });
  process.stdout.write(`${JSON.stringify({ url: database.url, serverPid: database.pid, logged })}\n`);
  for await (const _ of process.stdin);
  await database.close();
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error), logged })}\n`);
  process.exitCode = 1;
}
