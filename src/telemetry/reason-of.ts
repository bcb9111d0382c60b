import { describeDatabaseFault, isDatabaseFault } from "../db/database-fault.ts";

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
