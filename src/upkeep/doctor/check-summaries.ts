import { dayOf } from "../../calendar/periods.ts";
import type { SummariesConfig } from "../../config/env.ts";
import type { Database } from "../../db/client.ts";
import { findEndpoint } from "../../summaries/store.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";
import { type DoctorLine, ok, warn } from "./doctor-line.ts";

const timeoutMs = 5_000;

/** Whether the endpoint of the model that sums up papers answers with our key. Never fails: mail goes without. */
export async function checkSummaries(
  config: SummariesConfig | null,
  db: Database | null,
): Promise<DoctorLine[]> {
  if (config === null) return [];
  const { host } = new URL(config.baseUrl);
  const mend =
    "Check SUMMARY_BASE_URL (without /chat/completions) and SUMMARY_API_KEY; mail goes on without.";
  try {
    const answer = await fetch(`${config.baseUrl}/models`, {
      headers: config.apiKey === null ? {} : { authorization: `Bearer ${config.apiKey}` },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.body?.cancel();
    if (answer.status !== 200) return [warn("summaries", `${host} answers ${answer.status}.`, mend)];
  } catch (error) {
    return [warn("summaries", `${host} does not answer: ${reasonOf(error)}.`, mend)];
  }
  const state = db === null ? null : await findEndpoint(db).catch(() => null);
  if (state?.lastFailure)
    return [
      warn(
        "summaries",
        `${host} answers, but the last request for a sentence failed (${state.lastFailure}).`,
        "Check SUMMARY_MODEL and the account's limits; it is asked again within the hour.",
      ),
    ];
  const asked = state !== null && state.day === dayOf(new Date()) ? state.asked : 0;
  return [ok("summaries", `${host} answers; asked ${asked} of ${config.dailyLimit} times today`)];
}
