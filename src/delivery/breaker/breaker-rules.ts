import type { BreakerLimits } from "../../config/env.ts";
import type { BreakerVerdict } from "../../editions/pause-facts.ts";

/** What feedback has said of some mails so far; `bounced` is for good. */
export type FeedbackCounts = { submitted: number; bounced: number; complained: number };

/** The gravest thing that can be said of these mails; complaints before bounces. Null when nothing can. */
export function judgeFeedback(counts: FeedbackCounts, limits: BreakerLimits): BreakerVerdict | null {
  const { submitted, complained, bounced } = counts;
  if (submitted < limits.leastSubmitted || !isWorthJudging(counts, limits)) return null;
  const complaints = { measure: "complaints" as const, count: complained, limitRatio: limits.complaintRatio };
  const bounces = { measure: "permanent bounces" as const, count: bounced, limitRatio: limits.bounceRatio };
  const measures = [
    ...(complained >= limits.leastComplaints ? [complaints] : []),
    ...(bounced >= limits.leastBounces ? [bounces] : []),
  ];
  const reaching = (share: number) =>
    measures.find(({ count, limitRatio }) => count / submitted >= share * limitRatio * (1 - rounding));
  const tripped = reaching(1);
  if (tripped) return { level: "tripped", submitted, ...tripped };
  const near = reaching(limits.warnShare);
  return near ? { level: "near", submitted, ...near } : null;
}

/** A limit in percent is no exact fraction: 0.07 % of 10,000 mails are 7, though 0.07 / 100 is more than 7 / 10,000. */
const rounding = 1e-9;

/** Whether there are reports enough for a ratio to say something, whatever the number of mails. */
export function isWorthJudging(
  { complained, bounced }: Omit<FeedbackCounts, "submitted">,
  limits: BreakerLimits,
): boolean {
  return complained >= limits.leastComplaints || bounced >= limits.leastBounces;
}
