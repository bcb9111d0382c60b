import type { Cadence } from "../calendar/periods.ts";
import type { EditionRow } from "../editions/store.ts";
import type { SourceName } from "../papers/sources/paper-source.ts";

/** What an operator asks for at `/ops` and a worker does, since it may take longer than a browser waits. */
export type Errand = PublishErrand | IngestErrand;

export type PublishErrand = {
  kind: "publish";
  cadence: Cadence;
  period: string;
  /** Null leaves it to the configuration. */
  isHeld: boolean | null;
  isNow: boolean;
};

/** First and last day as `YYYY-MM-DD`, both within it. */
export type IngestErrand = { kind: "ingest"; firstDay: string; lastDay: string; sources: SourceName[] };

export type ErrandKind = Errand["kind"];

/** What a day's collection came to. */
export type CollectedDay = {
  day: string;
  papers: number;
  new: number;
  signals: number;
  rejected: number;
  /** Sources that gave no usable answer, with what was wrong. */
  failed: { source: string; error: string }[];
};

/** The steps of a publication, in their order. */
export const publishSteps = ["rank", "freeze", "plan"] as const;

export type PublishStep = (typeof publishSteps)[number];

/** How far the work has come. */
export type ErrandProgress =
  | { kind: "publish"; step: PublishStep }
  /** The days that are done, and what is asked now. */
  | { kind: "ingest"; days: CollectedDay[]; day: string; source: SourceName };

/** What came of it. */
export type ErrandOutcome =
  | {
      kind: "published";
      editionId: string;
      papers: number;
      lateRisers: number;
      planned: number;
      batches: number;
      /** How the edition stood then, which was perhaps there before; a worker of an earlier release did not say. */
      state?: EditionRow["state"];
    }
  | { kind: "collected"; days: CollectedDay[] }
  /** It could not be: one sentence that says why. */
  | { kind: "refused"; message: string }
  /** It failed again and again; the log of the workers names why. */
  | { kind: "given-up" }
  /** It stood in a backup that was restored: nobody knows whether it was done after that. */
  | { kind: "restored" };
