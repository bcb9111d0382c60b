import { Option } from "commander";
import { dayOf } from "../calendar/periods.ts";
import { assertClockRight } from "../db/timekeeper.ts";
import { InvalidInputError } from "../errors.ts";
import { ingestDay } from "../papers/ingest.ts";
import { type SourceName, sourceNames } from "../papers/sources/paper-source.ts";
import { command, withContext } from "./program.ts";

export const ingestCommand = () =>
  command("ingest", "collect a day's papers and votes; repeatable", "ingest --date 2026-06-18")
    .option("--date <day>", "the day to collect, YYYY-MM-DD (default: today, UTC)")
    .addOption(
      new Option("--source <names>", "only these sources, with commas between: hf, arxiv").argParser(
        readSources,
      ),
    )
    .action((options: { date?: string; source?: SourceName[]; json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        assertClockRight(ctx.timekeeper);
        const day = options.date ?? dayOf(ctx.clock.now());
        const report = await ingestDay(ctx, { day, sources: options.source });
        out.json(report);
        out.line(
          `${report.date}: ${report.papers} papers, ${report.new} new, ${report.signals} new signals.`,
        );
        for (const { source, id, reason } of report.rejected)
          out.line(`  rejected ${source} ${id}: ${reason}`);
        for (const [name, state] of Object.entries(report.sources)) {
          if (!state.ok) out.note(`${name} could not be collected: ${state.error}`);
        }
        const states = Object.values(report.sources);
        if (states.length > 0 && states.every((state) => !state.ok)) process.exitCode = 1;
      }),
    );

function readSources(text: string): SourceName[] {
  return text.split(",").map((part) => {
    const name = part.trim() === "hf" ? "huggingface" : part.trim();
    const known = sourceNames.find((one) => one === name);
    if (!known) throw new InvalidInputError(`There is no source "${part}": name hf, arxiv or both.`);
    return known;
  });
}
