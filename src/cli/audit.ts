import { Option } from "commander";
import { parseAuditFilter } from "../console/audit/audit-filter.ts";
import { type AuditFilter, pageEntries } from "../console/audit/entries-store.ts";
import { actorWords, type ChangeWords, entryChanges } from "../console/audit/entry-words.ts";
import { exportEntries, toEntryJson } from "../console/audit/export-entries.ts";
import { InvalidInputError } from "../errors.ts";
import { writeOut } from "./output-fault.ts";
import { command, withContext } from "./program.ts";

type AuditOptions = AuditFilter & { limit: string; csv?: boolean; jsonl?: boolean; json?: boolean };

const mostShown = 1_000;

export const auditCommand = () =>
  command("audit", "who did what, the latest first", "audit --verb edition --day 2026-06-18")
    .option(
      "--verb <verb>",
      "only this, such as edition.approve, or edition for all that was done to editions",
    )
    .option("--who <name>", "only who has this in their name; or operator, cli, reader, stranger, program")
    .option("--subject <id>", "only what was done to this edition, subscriber or period")
    .option("--day <day>", "only this day, YYYY-MM-DD (UTC)")
    .option("--limit <count>", `how many at the most, up to ${mostShown}`, "50")
    .addOption(new Option("--csv", "all of them to stdout, as CSV").conflicts(["json", "jsonl", "limit"]))
    .addOption(
      new Option("--jsonl", "all of them to stdout, one JSON object a line").conflicts(["json", "limit"]),
    )
    .action((options: AuditOptions) =>
      withContext(options, async ({ ctx, out }) => {
        const filter = parseAuditFilter((name) => options[name]);
        if (options.csv || options.jsonl) {
          const pieces = exportEntries(ctx, { ...filter, format: options.csv ? "csv" : "jsonl" });
          for await (const piece of pieces) if (!(await writeOut(piece))) return;
          return;
        }
        const entries = await pageEntries(ctx.db, filter, { before: null, limit: limitFrom(options) });
        out.json(entries.map(toEntryJson));
        out.table(
          entries.map((entry) => [
            entry.at.toISOString().slice(0, 19),
            [actorWords(entry), entry.actorFrom === null ? "" : `(${entry.actorFrom})`].join(" ").trim(),
            entry.verb,
            entry.subject ?? "-",
            [...(entry.times > 1 ? [`${entry.times} times`] : []), ...entryChanges(entry).map(inLine)].join(
              "; ",
            ),
          ]),
        );
        if (entries.length === 0) out.line("Nothing is recorded of that.");
      }),
    );

function inLine({ name, before, after }: ChangeWords): string {
  return before === null ? `${name}: ${after ?? "none"}` : `${name}: ${before} -> ${after ?? "none"}`;
}

function limitFrom({ limit }: AuditOptions): number {
  const count = Number(limit);
  if (!Number.isInteger(count) || count < 1 || count > mostShown)
    throw new InvalidInputError(`--limit must be a whole number from 1 to ${mostShown}.`);
  return count;
}
