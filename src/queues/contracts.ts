import { z } from "zod";
import { cadences } from "../calendar/periods.ts";

const day = z.iso.date();
const cadence = z.enum(cadences);

/**
 * What each queue's jobs carry: ids only, since PostgreSQL holds the truth. A job may come twice, late
 * or never; its verb reads what is due.
 */
export const jobPayloads = {
  /** Look at a day, if that is due; today (UTC) when no day is named. */
  ingest: z.object({ day: day.optional() }),
  /** Publish a period, if that is due; the schedules of an older release named none. */
  publish: z.object({ cadence, period: z.string().optional() }),
  /** Find what is due and ring for it. */
  dispatch: z.object({}),
  /** Seal and send one batch; jobs of the release before do not name its edition. */
  deliver: z.object({ batchId: z.uuid(), editionId: z.string().optional() }),
  /** Send the single mails that the site caused. */
  notices: z.object({}),
  /** Apply the webhook events that were stored. */
  feedback: z.object({ isRung: z.boolean().default(false) }),
  /** Let go of what is kept no longer, if that is due. */
  housekeeping: z.object({}),
  /** Fetch what the provider knows and no webhook brought, if that is due. */
  reconcile: z.object({}),
  /** Have a language model sum up papers, where some are waiting. */
  summaries: z.object({}),
  /** Ask which models, datasets and Spaces cite papers, where some are waiting. */
  repos: z.object({}),
  /** Draw the pictures of editions that have none. */
  pictures: z.object({}),
  /** Do what operators asked for, where something is open. */
  errands: z.object({}),
} as const;

export type QueueName = keyof typeof jobPayloads;
export type JobPayload<N extends QueueName> = z.infer<(typeof jobPayloads)[N]>;

export const queueNames: QueueName[] = [
  "ingest",
  "publish",
  "dispatch",
  "deliver",
  "notices",
  "feedback",
  "housekeeping",
  "reconcile",
  "summaries",
  "repos",
  "pictures",
  "errands",
];
