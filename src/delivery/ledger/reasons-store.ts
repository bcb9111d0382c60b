import { type SQL, sql } from "drizzle-orm";
import { deliveryReasons, leftOutReasons } from "../codes.ts";

/**
 * All uncertain deliveries, with the columns of a delivery and a batch's `first_attempt_at` and `sealed_at`. They lie in
 * uncertain batches, which an index of few rows finds; no index has the states of deliveries.
 */
export const uncertainDeliveries = `(
  select d.edition_id, d.subscriber_id, u.first_attempt_at, u.sealed_at
  from batches u join deliveries d on d.edition_id = u.edition_id and d.batch_id = u.id
  where u.state = 'uncertain' and d.state = 'uncertain')`;

const ofTrouble = deliveryReasons.filter((code) => !leftOutReasons.some((other) => other === code));

/**
 * What is true of each delivery `d` in one of these states and has them found by the index of reasons, beside its edition:
 * the failed and uncertain without passing all that are excluded.
 */
export function hasReasonOf(state: "excluded" | "failed" | "uncertain"): SQL {
  const hasReason = "d.reason is not null";
  if (state === "excluded") return sql.raw(hasReason);
  const codes = ofTrouble.map((code) => `'${code}'`).join(", ");
  return sql.raw(`${hasReason} and coalesce(d.reason_code, 'other') in (${codes})`);
}
