import type { Metrics } from "../../telemetry/metrics.ts";
import type { Mailer } from "./mailer.ts";

/** The same mailer; its requests are counted by answer and timed. */
export function measureMailer(mailer: Mailer, metrics: Pick<Metrics, "noteAnswer">): Mailer {
  return {
    name: mailer.name,
    send: async (request) => {
      const startedAt = performance.now();
      const reply = await mailer.send(request);
      const { answer } = reply;
      metrics.noteAnswer({
        answer: answer.kind,
        seconds: (performance.now() - startedAt) / 1000,
        results: answer.kind === "answered" ? answer.results.map(({ kind }) => kind) : [],
      });
      return reply;
    },
  };
}
