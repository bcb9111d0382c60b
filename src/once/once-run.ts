import type { Actor } from "../audit/actor.ts";
import type { Context } from "../context.ts";
import type { ReconcileReport } from "../delivery/kept-shapes.ts";
import type { InnerQueues } from "../queues/inner-queues.ts";
import type { OnceSends } from "./once-sends.ts";

/** One run that does what is due and ends. */
export type OnceRun = {
  ctx: Context;
  queues: InnerQueues;
  startedAt: Date;
  /** Nothing is begun from then on: milliseconds of the monotonic clock, since the other one may be set meanwhile. */
  endsMs: number;
  minutes: number;
  sends: OnceSends;
  isAll: boolean;
  /** The day that is still to be published, due or not, and before which instant that is not tried again; null for none. */
  wanted: { day: string; attempts: number; notBefore: Date } | null;
  /** In whose name that is done which nobody wanted by the clock. */
  by: Actor;
  /** Ids of the only readers that are mailed; null for all. */
  readers: string[] | null;
  /** Days that were looked at, by day. */
  looks: Set<string>;
  /** Editions that this run has made due before their readers' hour. */
  hastened: Set<string>;
  /** What of the provider's word was fetched; null while it was not, or where there is no provider. */
  feedback: ReconcileReport | null;
  /** Whether it was fetched, or there is none: nothing is sealed before. */
  isHeard: boolean;
  /** How often it could not be fetched. */
  askedInVain: number;
  /** Before this instant the provider is not asked for it again. */
  askAgainAt: Date;
  /** Why the provider's word is not there, as a sentence; null when nothing is known to be wrong. */
  unheard: string | null;
  /** Whether nobody is mailed, since the ledger is new where one that is new is likely to end with the run. */
  isTrial: boolean;
  /** Whether readers can leave, once that was asked; null before. */
  leaving: { isOpen: true } | { isOpen: false; refusal: string } | null;
  /** What failed in this run and did not come right since, each in a sentence, by what it was. */
  failures: Map<string, string>;
};
