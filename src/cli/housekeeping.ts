import { assertClockRight } from "../db/timekeeper.ts";
import { runHousekeeping } from "../upkeep/housekeeping.ts";
import { command, withContext } from "./program.ts";

export const housekeepingCommand = () =>
  command("housekeeping", "let go of what the retention settings say; repeatable", "housekeeping").action(
    (options: { json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        assertClockRight(ctx.timekeeper);
        const report = await runHousekeeping(ctx);
        out.json(report);
        const { events, mails, signals, runs, jobs, subscribers, acts, idle, retired } = report;
        out.line(
          `Let go of ${events} events, ${mails} mails, ${signals} signals, ${runs} source runs and alerts, ${jobs} jobs, ${acts} entries of the audit trail and ${subscribers} requests that nobody confirmed.`,
        );
        if (retired.deliveries > 0)
          out.line(
            `Let go of ${retired.deliveries} deliveries: of ${retired.editions} more editions only the totals are kept now.`,
          );
        if (idle.asked + idle.paused + idle.woken > 0)
          out.line(
            `Asked ${idle.asked} readers whether they still read, paused ${idle.paused} who had not answered; ${idle.woken} gave a sign.`,
          );
      }),
  );
