import { isDay } from "../../calendar/periods.ts";
import { InvalidInputError } from "../../errors.ts";
import type { AuditFilter } from "./entries-store.ts";

const longestWord = 100;

/** Reads what of the trail is wanted, as it was typed; empty fields ask for nothing. @throws {InvalidInputError} */
export function parseAuditFilter(read: (name: keyof AuditFilter) => string | undefined): AuditFilter {
  const filter: AuditFilter = {};
  for (const name of ["verb", "who", "subject", "day"] as const) {
    const text = (read(name) ?? "").replaceAll("\0", "").trim().slice(0, longestWord);
    if (text !== "") filter[name] = text;
  }
  // PostgreSQL knows no year 0, and JavaScript writes one of five digits otherwise.
  if (filter.day !== undefined && !(isDay(filter.day) && /^[12]/.test(filter.day)))
    throw new InvalidInputError("Write the day as YYYY-MM-DD, such as 2026-06-18 (UTC).");
  if (filter.who?.includes("@") || filter.subject?.includes("@"))
    throw new InvalidInputError(
      "The audit trail holds no addresses: find the reader first, and look for their id.",
    );
  return filter;
}
