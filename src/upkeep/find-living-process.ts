import { z } from "zod";
import type { Config } from "../config/env.ts";
import { ownHost } from "../config/own-address.ts";
import { UnreachableError } from "../errors.ts";

const answerSchema = z.object({ status: z.literal("ok"), version: z.string() });

const patienceMs = 5_000;

/**
 * Asks the process that runs here whether it lives: a worker at `METRICS_PORT`, else the site at `PORT`. For what looks
 * after a container; it does not tell whether the database answers, for which a restart would be no cure.
 *
 * @throws {UnreachableError} when none answers within seconds.
 */
export async function findLivingProcess(
  config: Pick<Config, "site" | "watch">,
): Promise<{ url: string; version: string }> {
  const { host, port } = config.site;
  const { metricsPort } = config.watch;
  const urls = [...(metricsPort === null ? [] : [metricsPort]), port].map(
    (one) => `http://${ownHost(host)}:${one}`,
  );
  for (const url of urls) {
    const version = await askVersion(url);
    if (version !== null) return { url, version };
  }
  throw new UnreachableError(
    `No process of Paperboy answers at ${urls.join(" or ")}: a worker answers where METRICS_PORT is set.`,
  );
}

/** Null when nobody answers there, or somebody else. */
async function askVersion(url: string): Promise<string | null> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(patienceMs) });
    const answer = answerSchema.safeParse(await response.json());
    return response.ok && answer.success ? answer.data.version : null;
  } catch {
    return null;
  }
}
