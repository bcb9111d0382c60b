import { createInterface } from "node:readline";
import { streamPgTool } from "./pg-tools.ts";

/**
 * The ids of the keys that the suppressions of a backup name, read from the file alone; none of a backup from
 * before suppressions had keys.
 */
export async function readDumpedKeys(file: string): Promise<string[]> {
  const ids = new Set<string>();
  let column = -1;
  const args = ["--data-only", "--schema=public", "--table=suppressions", "--file=-", file];
  await streamPgTool("pg_restore", args, async (output) => {
    for await (const line of createInterface({ input: output })) {
      const columns = /^COPY public\.suppressions \((.*)\) FROM stdin;$/.exec(line)?.[1];
      if (columns !== undefined) column = columns.split(", ").indexOf("key_id");
      else if (line === "\\.") column = -1;
      else if (column >= 0) ids.add(line.split("\t")[column] ?? noValue);
    }
  });
  ids.delete(noValue);
  return [...ids];
}

/** How PostgreSQL's text format of COPY writes null. */
const noValue = "\\N";
