import { openEmbeddedDatabase } from "../../src/db/embedded.ts";
import { openTemporaryDatabase } from "./temporary-database.ts";

/** A process that opens the embedded database of a folder (or a temporary one), says where it is, and closes it when its input ends. */
const [dataDir = ""] = process.argv.slice(2);
const logged: string[] = [];
try {
  const log = (line: string) => logged.push(line);
  const database =
    dataDir === "temporary"
      ? await openTemporaryDatabase()
      : await openEmbeddedDatabase({ dataDir, durable: false, log });
  process.stdout.write(`${JSON.stringify({ url: database.url, serverPid: database.pid, logged })}\n`);
  for await (const _ of process.stdin);
  await database.close();
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error), logged })}\n`);
  process.exitCode = 1;
}
