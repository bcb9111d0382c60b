/**
 * How long an answer asks its client to wait (RFC 9110, section 10.2.3), in milliseconds and never below 0: seconds,
 * of which some servers send a fraction, or a date of HTTP.
 *
 * @param date the answer's own `Date`, from which a date is counted, since clocks differ; this process's clock
 *   when there is none.
 * @returns null when the answer says nothing that can be read.
 */
export function parseRetryAfter(value: string | null | undefined, date?: string | null): number | null {
  const text = value?.trim() ?? "";
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return Number(text) * 1_000;
  // Every form of such a date begins with the day of the week; JavaScript takes "-5" for a date too.
  const until = /^[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  const from = date ? Date.parse(date) : Date.now();
  return Number.isNaN(until) || Number.isNaN(from) ? null : Math.max(0, until - from);
}
