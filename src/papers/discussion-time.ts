/** No paper was listed before Hugging Face began its daily papers (May 2023). */
const earliest = Date.UTC(2023, 4, 1);

/**
 * When a paper's page at Hugging Face was made (UTC, to the second), which is when it was submitted there or before:
 * the first eight hexadecimal digits of a discussion's identifier are that time in seconds, as MongoDB makes them.
 * Null when the identifier is none, or tells a time that cannot be: before there were such pages, or after `now`,
 * a day for wrong clocks allowed.
 */
export function discussionBeganAt(discussionId: string | null, now: Date): Date | null {
  if (discussionId === null || !/^[0-9a-f]{24}$/i.test(discussionId)) return null;
  const at = Number.parseInt(discussionId.slice(0, 8), 16) * 1000;
  return at >= earliest && at <= now.getTime() + dayMs ? new Date(at) : null;
}

const dayMs = 24 * 60 * 60_000;
