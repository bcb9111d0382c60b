import { readConfig } from "../config/env.ts";
import { printer } from "./printer.ts";
import { command } from "./program.ts";

export const healthcheckCommand = () =>
  command(
    "healthcheck",
    "whether the site or worker of this machine or container lives",
    "healthcheck",
  ).action(async (options: { json?: boolean }) => {
    const out = printer(options.json ?? false);
    const { findLivingProcess } = await import("../upkeep/find-living-process.ts");
    const found = await findLivingProcess(readConfig(process.env));
    out.json(found);
    out.line(`Paperboy ${found.version} lives at ${found.url}.`);
  });
