import { Option } from "commander";
import type { Cadence } from "../calendar/periods.ts";
import { readConfig } from "../config/env.ts";
import { findFreePort } from "../db/ports.ts";
import { type Detail, details } from "../editions/edition.ts";
import { RefusedError } from "../errors.ts";
import { cadenceOption, shownDateOption } from "./cadence-option.ts";
import { listenForStop } from "./listen-for-stop.ts";
import { command } from "./program.ts";

type PreviewOptions = { date?: string; as?: string; cadence: Cadence; detail?: Detail; json?: boolean };

export const previewCommand = () =>
  command(
    "preview",
    "see a digest in the browser before it goes",
    "preview --date 2026-06-18 --as reader@example.com",
  )
    .addOption(shownDateOption())
    .addOption(cadenceOption())
    .addOption(new Option("--detail <level>", "in place of the reader's own").choices(details))
    .option("--as <address>", "as this subscriber would receive it")
    .action(async ({ date, as, cadence, detail, json }: PreviewOptions) => {
      const stop = listenForStop();
      const given = readConfig(process.env);
      if (given.isProduction && given.site.opsPassword === null)
        throw new RefusedError("In production the preview needs a password: set OPS_PASSWORD.");
      const port = await findFreePort(given.site.port);
      const [{ createContext }, { requireSubscriberByAddress }, { previewDigest }, { startWebServer }] =
        await Promise.all([
          import("../context.ts"),
          import("../publish/draft-mail.ts"),
          import("../preview/preview-digest.ts"),
          import("../web/server.ts"),
        ]);
      const ctx = await createContext(readConfig({ ...process.env, PORT: String(port) }));
      try {
        // Said here and not in the browser: a date or an address that is wrong.
        const subscriberId = as === undefined ? null : (await requireSubscriberByAddress(ctx, as)).id;
        await previewDigest(ctx, { cadence, date: date ?? null, detail: detail ?? null, subscriberId });
        const site = await startWebServer(ctx, { port, host: "127.0.0.1" });
        const query = new URLSearchParams({
          cadence,
          ...(date ? { date } : {}),
          ...(detail ? { detail } : {}),
          ...(subscriberId ? { reader: subscriberId } : {}),
        });
        const url = `${site.url}/ops/preview?${query}`;
        process.stdout.write(json ? `${JSON.stringify({ url })}\n` : `The preview is at ${url}\n`);
        await stop.asked;
        await site.close();
      } finally {
        await ctx.close();
      }
    });
