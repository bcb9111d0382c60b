import { describeDatabaseFault, isDatabaseFault } from "../../db/database-fault.ts";

/** One finding of the doctor. */
export type DoctorLine = {
  /** What was looked at, such as `database` or `dkim`. */
  check: string;
  level: "ok" | "warn" | "fail";
  message: string;
  /** How to mend it; null when nothing is amiss. */
  mend: string | null;
};

export function ok(check: string, message: string): DoctorLine {
  return { check, level: "ok", message, mend: null };
}

export function warn(check: string, message: string, mend: string): DoctorLine {
  return { check, level: "warn", message, mend };
}

export function fail(check: string, message: string, mend: string): DoctorLine {
  return { check, level: "fail", message, mend };
}

/** What an error says, without a part of any URL, key or address that it may quote. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  if (error.name === "TimeoutError") return "no answer in time";
  if (isDatabaseFault(error)) return describeDatabaseFault(error).replace(/\.$/, "");
  const { cause } = error;
  // These wrap what happened, the second with the statement and its values.
  if (cause instanceof Error && /^(fetch failed$|Failed query:)/.test(error.message)) return reasonOf(cause);
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  const message = error.message
    .replaceAll(/\b\w+:\/\/\S+/g, "(URL)")
    .replaceAll(/[^\s<>"'`]+@[^\s<>"'`]+/g, "(address)")
    .replace(/\.+$/, "");
  if (code === null) return message === "" ? error.name : message;
  return message.includes(code) ? message : `${code}${message === "" ? "" : `: ${message}`}`;
}

/** Rejects with a `TimeoutError` when the work takes longer; the work itself goes on. */
export async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException("no answer in time", "TimeoutError")), timeoutMs);
  });
  work.catch(() => {}); // it may still fail after the limit
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
