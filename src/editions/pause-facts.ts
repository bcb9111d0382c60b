export type BreakerVerdict = {
  /** `near`: somebody should look; `tripped`: nothing more may leave. */
  level: "near" | "tripped";
  measure: "complaints" | "permanent bounces";
  count: number;
  submitted: number;
  limitRatio: number;
};

/** Which mails were judged, and what came out: kept with the pause, worded where it is shown. */
export type BreakerFacts = Omit<BreakerVerdict, "level"> & {
  /** Null for the mails of all editions within the last `windowDays`. */
  editionId: string | null;
  windowDays: number;
  /** ISO instant of the resume from which on feedback counts; null when all of it does. */
  heardSince: string | null;
};
