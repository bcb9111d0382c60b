import { gatherReadings } from "../console/readings/gather-readings.ts";
import { mailedLinkKinds } from "../digest/mailed-links.ts";
import { command, withContext } from "./program.ts";

export const readingsCommand = () =>
  command(
    "readings",
    "how many readers clicked and marked each paper of an edition",
    "readings daily-2026-06-18",
  )
    .argument("<edition>", "as `paperboy status` names it")
    .action((edition: string, options: { json?: boolean }) =>
      withContext(options, async ({ ctx, out }) => {
        const readings = await gatherReadings(ctx, edition);
        out.json(readings);
        if (readings.isPartly)
          out.note(
            "Events of that time are being let go of (RETENTION_EVENTS_DAYS): clicks are counted in part.",
          );
        out.table([
          ["readers", "machines", ...mailedLinkKinds, "more", "less", "saved", "paper"],
          ...readings.papers.map(({ paperId, title, clicks, marks }) => [
            clicks.people,
            clicks.machines,
            ...mailedLinkKinds.map((kind) => clicks.links[kind]),
            marks.more,
            marks.less,
            marks.save,
            `${paperId} ${title}`,
          ]),
        ]);
      }),
    );
