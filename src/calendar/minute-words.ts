/** An instant to the minute, as operators read it: `2026-06-18 04:30 UTC`. */
export function minuteWords(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
