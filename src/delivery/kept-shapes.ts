import type { DigestSlots } from "../digest/compiled-digest.ts";

/** One recipient of a sealed batch, with all that is needed to build their mail again, byte for byte. */
export type SealedRecipient = DigestSlots;

/** What one run fetched of the provider's word, and what stopped it. */
export type ReconcileReport = {
  /** Requests made. */
  requests: number;
  /** Null where no webhook of the account points to this site. */
  events: { listed: number; known: number; stored: number; gone: number; isWhole: boolean } | null;
  /** How many uncertain deliveries and notices were looked for in the provider's list, and how many it settled. */
  mails: { looked: number; settled: number; isWhole: boolean };
  suppressions: { listed: number; added: number; isWhole: boolean };
  /** What the provider would not let be read. */
  refused: Reading[];
  /**
   * What was answered in a shape that cannot be read, or by pages without end; a run of the release before kept
   * none.
   */
  unreadable?: Reading[];
  /** Why it ended before its end: the night's requests are used up, or the provider cannot be asked now. */
  stopped: "budget" | "later" | null;
};

/** What is read at the provider. */
export type Reading = "webhooks" | "mails" | "suppressions";

/** When the mails of a finished edition left, as it was when so many stood as submitted and failed. */
export type KeptHistory = {
  submitted: number;
  failed: number;
  spanSeconds: number;
  /** Each with the UTC instant at which it begins. */
  spans: { from: string; submitted: number; failed: number }[];
};
