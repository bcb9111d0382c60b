import { type DestinationStream, destination, type Logger, pino } from "pino";
import type { Config } from "../config/env.ts";

export type Log = Logger;

/**
 * JSON lines on stderr, so that what a command prints on stdout stays its answer.
 * Addresses and secrets are never handed to it: log ids.
 */
export function createLog(config: Pick<Config, "logLevel">, stream?: DestinationStream): Log {
  return pino(
    {
      level: config.logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ["email", "to", "recipient", "token", "*.email", "*.token", "err.params"],
        remove: true,
      },
    },
    stream ?? destination({ fd: 2, sync: true }),
  );
}
