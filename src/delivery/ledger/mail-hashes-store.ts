import { type SQL, sql } from "drizzle-orm";

/**
 * The deliveries whose mail has an id at the provider, as a query: one, or none where the id is unknown or null.
 *
 * @param providerId an expression, such as a column of what the query stands in.
 */
export const deliveriesOfMail = (providerId: SQL): SQL => sql`
  select d.edition_id, d.subscriber_id, d.provider_id from mail_hashes m
  join deliveries d on d.edition_id = m.edition_id and d.batch_id = m.batch_id
  where m.hashes @> array[paperboy_mail_hash(${providerId})] and d.provider_id = ${providerId}`;
