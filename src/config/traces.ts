import { z } from "zod";
import { parseUrl } from "../parse-url.ts";
import { list, urlSetting, wholeNumber } from "./values.ts";

export type TracesConfig = {
  /** The collector's address for traces, as it is asked. */
  url: string;
  headers: Record<string, string>;
  /** For one batch of spans, repetitions included. */
  timeoutMs: number;
  /** What all spans have in common, with `service.name`. */
  resource: Record<string, string>;
  sampler: { name: SamplerName; ratio: number };
};

export type SamplerName = (typeof samplerNames)[number];

/** Those of the specification that need no server of their own. */
const samplerNames = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

const spokenProtocol = "http/protobuf";

const collectorUrl = urlSetting(/^https?:$/, "http://localhost:4318").refine(
  (text) => {
    const url = parseUrl(text);
    return url === null || url.username + url.password === "";
  },
  { message: "must hold no name and password: OTEL_EXPORTER_OTLP_HEADERS is for those" },
);

/** `name=value,name=value`, the values percent-encoded: the form of the W3C Baggage header. */
const pairs = z.string().transform((text, context) => {
  const read = list(text).map(readPair);
  const whole = read.filter((pair) => pair !== null);
  if (whole.length === read.length) return Object.fromEntries(whole);
  context.addIssue({ code: "custom", message: "must be like name=value,name=value" });
  return z.NEVER;
});

function readPair(text: string): [string, string] | null {
  const [, name = "", value = ""] = /^([^\s=]+)\s*=\s*(.*)$/.exec(text) ?? [];
  try {
    return name === "" ? null : [name, decodeURIComponent(value)];
  } catch {
    return null; // a percent sign that encodes nothing
  }
}

const headerPairs = pairs.refine(mayBeHeaders, { message: "must hold names and values that HTTP allows" });

function mayBeHeaders(record: Record<string, string>): boolean {
  try {
    return new Headers(record) instanceof Headers;
  } catch {
    return false; // the constructor throws for what may not stand in a request
  }
}

/**
 * The variables of OpenTelemetry's specification that are read
 * (https://opentelemetry.io/docs/specs/otel/protocol/exporter/ and .../configuration/sdk-environment-variables/).
 */
export const tracesVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collectorUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: headerPairs.optional(),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: headerPairs.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.string().default(spokenProtocol),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: z.string().optional(),
  OTEL_EXPORTER_OTLP_TIMEOUT: wholeNumber(1, 600_000).default(10_000),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: pairs.optional(),
  OTEL_TRACES_SAMPLER: z.enum(samplerNames).default("parentbased_always_on"),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .refine((text) => Number(text) >= 0 && Number(text) <= 1, { message: "must be a number from 0 to 1" })
    .default("1")
    .transform(Number),
  OTEL_TRACES_EXPORTER: z.enum(["otlp", "none"]).default("otlp"),
  OTEL_SDK_DISABLED: z
    .string()
    .default("false")
    .transform((word) => word.toLowerCase() === "true"),
};

/** All variables, but those of OpenTelemetry only where they name a collector: else they are meant for other programs. */
export function withTracesWhenOn(
  given: Record<string, string | undefined>,
): Record<string, string | undefined> {
  const isNamed =
    (given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? given.OTEL_EXPORTER_OTLP_ENDPOINT) !== undefined;
  const isOff = given.OTEL_SDK_DISABLED?.toLowerCase() === "true" || given.OTEL_TRACES_EXPORTER === "none";
  if (isNamed && !isOff) return given;
  return Object.fromEntries(Object.entries(given).filter(([name]) => !Object.hasOwn(tracesVariables, name)));
}

const schema = z.object(tracesVariables);

type TracesVariables = z.infer<typeof schema>;

/** Null when no collector is named, or tracing is switched off. */
export function toTracesConfig(env: TracesVariables): TracesConfig | null {
  const url = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? tracesUnder(env.OTEL_EXPORTER_OTLP_ENDPOINT);
  if (url === null || env.OTEL_SDK_DISABLED || env.OTEL_TRACES_EXPORTER === "none") return null;
  return {
    url,
    headers: env.OTEL_EXPORTER_OTLP_TRACES_HEADERS ?? env.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    timeoutMs: env.OTEL_EXPORTER_OTLP_TIMEOUT,
    resource: {
      "service.name": "paperboy",
      ...env.OTEL_RESOURCE_ATTRIBUTES,
      ...(env.OTEL_SERVICE_NAME === undefined ? {} : { "service.name": env.OTEL_SERVICE_NAME }),
    },
    sampler: { name: env.OTEL_TRACES_SAMPLER, ratio: env.OTEL_TRACES_SAMPLER_ARG },
  };
}

/** The general address is that of the collector; each signal has its own path under it. */
function tracesUnder(endpoint: string | undefined): string | null {
  if (endpoint === undefined) return null;
  const url = new URL(endpoint);
  url.pathname = url.pathname.replace(/\/*$/, "/v1/traces");
  return url.href;
}

/** What is wrong with the protocol: a collector that expects another would take nothing. */
export function unspokenProtocol(given: Record<string, string | undefined>): string[] {
  const { data: env } = schema.safeParse(given);
  if (!env || toTracesConfig(env) === null) return [];
  const name = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ? "TRACES_PROTOCOL" : "PROTOCOL";
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL;
  return protocol === spokenProtocol
    ? []
    : [`OTEL_EXPORTER_OTLP_${name} must be ${spokenProtocol}, which a collector takes at port 4318`];
}
