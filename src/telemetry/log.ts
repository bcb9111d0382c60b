import { AsyncLocalStorage } from "node:async_hooks";
import { type DestinationStream, destination, type Logger, pino, stdSerializers } from "pino";
import type { Config } from "../config/env.ts";
import { describeDatabaseFault, isDatabaseFault, sqlStateOf } from "../db/database-fault.ts";
import { AppError } from "../errors.ts";
import { withoutAddresses } from "./without-addresses.ts";

export type Log = Logger;

/** What the work under way adds to each of its lines, such as the job's id. */
const surroundings = new AsyncLocalStorage<Record<string, unknown>>();

/** Runs work whose log lines all carry these fields. */
export function withLogFields<T>(fields: Record<string, unknown>, work: () => Promise<T>): Promise<T> {
  return surroundings.run({ ...surroundings.getStore(), ...fields }, work);
}

/**
 * JSON lines on stderr, so that what a command prints on stdout stays its answer.
 * Addresses and secrets are never handed to it: log ids. What an error of a driver or a vendor quotes is
 * taken out all the same.
 */
export function createLog(config: Pick<Config, "logLevel">, stream?: DestinationStream): Log {
  return pino(
    {
      level: config.logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => surroundings.getStore() ?? {},
      redact: { paths: ["email", "to", "recipient", "token", "*.email", "*.token"], remove: true },
      serializers: { err: safeError },
      formatters: { log: safeFields },
    },
    stream ?? destination({ fd: 2, sync: true }),
  );
}

function safeFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "string" ? safeText(value) : value,
    ]),
  );
}

/** The chain of causes with type, code and message; a failed query in one sentence, without its text and values. */
function safeError(error: unknown): unknown {
  if (!(error instanceof Error)) return safeText(String(error));
  if (isDatabaseFault(error)) return databaseFault(error);
  const { type, message, stack } = stdSerializers.err(error);
  return {
    type,
    message: safeText(message),
    ...("code" in error ? { code: error.code } : {}),
    stack: safeText(stack),
  };
}

function databaseFault(error: Error): unknown {
  const message = error instanceof AppError ? error.message : describeDatabaseFault(error);
  const frames = (error.stack ?? "").split("\n").filter((line) => /^ {4}at /.test(line));
  return {
    type: error.name,
    message: safeText(message),
    code: sqlStateOf(error),
    stack: safeText([message, ...frames].join("\n")),
  };
}

/** In time linear to the text, whatever it holds: a stranger's path may stand in it. */
function safeText(text: string): string {
  return withoutAddresses(withoutParameters(text)).replaceAll(
    /\b(token|key|secret|password)=[^\s&"']+/gi,
    "$1=(secret)",
  );
}

/** A failed query names its parameters up to the stack or the next cause. */
function withoutParameters(text: string): string {
  const [before = "", ...quoted] = text.split(/\nparams: /i);
  return before + quoted.map(afterParameters).join("");
}

function afterParameters(text: string): string {
  const end = text.search(/\n[^\S\n]+at |\ncaused by/i);
  return end < 0 ? "" : text.slice(end);
}
