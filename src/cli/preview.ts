import { Option } from "commander";
import { readConfig } from "../config/env.ts";
import { findFreePort } from "../db/ports.ts";
import { RefusedError } from "../errors.ts";
import { choiceQuery } from "../preview/mail-choice.ts";
import { listenForStop } from "./listen-for-stop.ts";
import { type MailOptions, readMailOptions, withMailOptions } from "./mail-options.ts";
import { command } from "./program.ts";
import { watchSources } from "./watch-sources.ts";

type PreviewOptions = MailOptions & { watch?: boolean; follow?: boolean; json?: boolean };

export const previewCommand = () =>
  withMailOptions(
    command(
      "preview",
      "see any mail in the browser before it goes",
      "preview --date 2026-06-18 --as reader@example.com",
    )
      .option("--watch", "show it anew whenever a template or a sentence is saved; implies --fresh")
      // How a run under --watch is told that its page shall follow the next one.
      .addOption(new Option("--follow").hideHelp()),
  ).action(async (options: PreviewOptions) => {
    const stop = listenForStop();
    const given = readConfig(process.env);
    if (given.isProduction && given.site.opsPassword === null)
      throw new RefusedError("In production the preview needs a password: set OPS_PASSWORD.");
    const port = await findFreePort(given.site.port);
    if (options.watch) return watchSources(stop, port);
    const [{ createContext }, { previewMail }, { startWebServer }] = await Promise.all([
      import("../context.ts"),
      import("../preview/preview-mail.ts"),
      import("../web/server.ts"),
    ]);
    const ctx = await createContext(readConfig({ ...process.env, PORT: String(port) }));
    try {
      const choice = await readMailOptions(ctx, options);
      // Said here and not in the browser: a date or an address that is wrong.
      await previewMail(ctx, choice);
      const query = choiceQuery(choice, options.follow ? { follow: "1" } : {});
      const site = await startWebServer(ctx, { port, host: "127.0.0.1" });
      const url = `${site.url}/ops/preview?${query}`;
      process.stdout.write(options.json ? `${JSON.stringify({ url })}\n` : `The preview is at ${url}\n`);
      await stop.asked;
      await site.close();
    } finally {
      await ctx.close();
    }
  });
