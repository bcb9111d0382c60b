import { readConfig } from "../config/env.ts";
import { createContext } from "../context.ts";
import { findFreePort } from "../db/ports.ts";
import { startWebServer } from "../web/server.ts";
import { listenForStop } from "./listen-for-stop.ts";
import { command } from "./program.ts";

type PreviewOptions = { date?: string; as?: string; cadence?: string };

export const preview = () =>
  command(
    "preview",
    "see a digest in the browser before it goes",
    "preview --date 2026-06-18 --as reader@example.com",
  )
    .option("--date <day>", "a day, YYYY-MM-DD (default: the latest)")
    .option("--as <address>", "as this subscriber would receive it")
    .action(async ({ date, as }: PreviewOptions) => {
      const stop = listenForStop();
      const config = readConfig(process.env);
      const port = await findFreePort(config.site.port);
      const ctx = await createContext({ ...config, site: { ...config.site, port } });
      try {
        const site = await startWebServer(ctx, { port });
        const query = new URLSearchParams({ ...(date ? { date } : {}), ...(as ? { as } : {}) });
        process.stdout.write(
          `The preview is at ${site.url}/ops/preview${query.size > 0 ? `?${query}` : ""}\n`,
        );
        await stop.asked;
        await site.close();
      } finally {
        await ctx.close();
      }
    });
