import { sql } from "drizzle-orm";

/**
 * The recipients of a batch `b` once nothing of it is sent again: the subscribers' ids in the order of its mails.
 * Addresses and links go; what each mail showed stands in the deliveries.
 */
export const reducedRecipients = sql.raw(`(
  select jsonb_agg(jsonb_build_object('subscriberId', r.value -> 'subscriberId') order by r.ordinality)
  from jsonb_array_elements(b.recipients) with ordinality r)`);
