import type { PreferencesInput } from "../src/subscribers/preferences.ts";

/** A reader of the sample; `pausedUntil` makes it a paused one. */
export type SampleSubscriber = { email: string; preferences: PreferencesInput; pausedUntil?: string };

/** Twelve readers who want different things, at addresses that belong to nobody (RFC 2606). */
export const sampleSubscribers: SampleSubscriber[] = [
  { email: "ada@example.com", preferences: { timezone: "Europe/London", hour: 7, detail: "summary" } },
  {
    email: "bohdan@example.org",
    preferences: { timezone: "Europe/Kyiv", hour: 8, topics: ["cs.RO"], detail: "abstract", maxPapers: 5 },
  },
  {
    email: "chiyo@example.com",
    preferences: { timezone: "Asia/Tokyo", hour: 6, detail: "title", maxPapers: 25 },
  },
  {
    email: "diego+papers@example.org",
    preferences: {
      timezone: "America/Argentina/Buenos_Aires",
      hour: 9,
      keywords: ["agent", "memory"],
      detail: "summary",
    },
  },
  {
    email: "efua@example.com",
    preferences: { timezone: "Africa/Accra", hour: 5, topics: ["cs.CL", "cs.IR"], detail: "abstract" },
  },
  // A topic that only a single paper of the day has.
  {
    email: "farid@example.org",
    preferences: { timezone: "Asia/Tehran", hour: 7, topics: ["q-fin"], detail: "abstract", maxPapers: 3 },
  },
  // Nobody is mailed an empty digest: the day has no paper on number theory.
  {
    email: "greta@example.com",
    preferences: { timezone: "Europe/Stockholm", hour: 7, topics: ["math.NT"], detail: "summary" },
  },
  {
    email: "hemi@example.org",
    preferences: { timezone: "Pacific/Auckland", hour: 18, cadence: "weekdays", mutedKeywords: ["video"] },
  },
  {
    email: "ines@example.com",
    preferences: { timezone: "Europe/Lisbon", hour: 8, cadence: "weekly", detail: "summary", maxPapers: 20 },
  },
  {
    email: "jun@example.org",
    preferences: { timezone: "Asia/Kolkata", hour: 10, topics: ["cs.CV"], wantsLateRisers: false },
  },
  {
    email: "kaya@example.com",
    preferences: { timezone: "Europe/Istanbul", hour: 7, detail: "title" },
    pausedUntil: "2099-12-31",
  },
  {
    email: "leilani@example.org",
    preferences: {
      timezone: "Pacific/Honolulu",
      hour: 4,
      cadence: "monthly",
      detail: "title",
      maxPapers: 30,
    },
  },
];
