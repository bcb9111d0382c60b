/** What may come of a request to the provider that did not end well: of one mail or of a batch, by the same codes. */
export const requestTroubles = [
  "rate-limit",
  "quota-day",
  "quota-month",
  "unauthorised",
  "refused",
  "no-answer",
  "unreadable",
  "incomplete",
  "under-way",
  "key-reused",
  "key-expired",
] as const;
