import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { NotReleasedError, release } from "./release.ts";

// `npm run release -- 1.2.3 [--dry-run]`
try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "dry-run": { type: "boolean", default: false } },
  });
  release({
    folder: fileURLToPath(new URL("../..", import.meta.url)),
    version: positionals[0] ?? "",
    now: new Date(),
    isDryRun: values["dry-run"],
    say: (line) => process.stdout.write(`${line}\n`),
  });
} catch (error) {
  const isOurs = error instanceof NotReleasedError || (error instanceof TypeError && "code" in error);
  if (!isOurs) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
