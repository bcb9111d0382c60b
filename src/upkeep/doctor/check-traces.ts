import type { TracesConfig } from "../../config/traces.ts";
import { reasonOf } from "../../telemetry/reason-of.ts";
import { type DoctorLine, ok, warn } from "./doctor-line.ts";

const timeoutMs = 5_000;

/** Whether the collector takes an export, here of nothing. Never fails: mail goes without traces. */
export async function checkTraces(config: TracesConfig | null): Promise<DoctorLine[]> {
  if (config === null) return [];
  const { host } = new URL(config.url);
  try {
    // Loaded only where there is tracing.
    const { postTraces } = await import("../../telemetry/otlp-exporter.ts");
    await postTraces(config, new Uint8Array(), AbortSignal.timeout(timeoutMs));
    return [ok("traces", `the collector at ${host} takes spans`)];
  } catch (error) {
    return [
      warn(
        "traces",
        `Spans do not reach ${host}: ${reasonOf(error)}.`,
        "Check OTEL_EXPORTER_OTLP_ENDPOINT (OTLP over HTTP, usually port 4318) and OTEL_EXPORTER_OTLP_HEADERS; mail goes on without.",
      ),
    ];
  }
}
