import { sql } from "drizzle-orm";
import { domainOf } from "../../addresses/bare-address.ts";
import type { Database } from "../../db/client.ts";

const leastSubscribers = 5;

/** The domains at which several subscribers have their addresses, in ASCII and lower case. */
export async function listPlentifulDomains(db: Database): Promise<Set<string>> {
  const { rows } = await db.execute<{ domain: string }>(sql`
    select split_part(email_key, '@', 2) as domain from subscribers
    group by 1 having count(*) >= ${leastSubscribers} order by count(*) desc limit 10000`);
  return new Set(rows.map((row) => row.domain));
}

/** Counts the domains of a list as it is read and adds those that become plentiful; no more than it has room for. */
export function countDomains(plentiful: Set<string>): (emailKey: string) => void {
  const counts = new Map<string, number>();
  return (emailKey) => {
    const domain = domainOf(emailKey);
    if (plentiful.has(domain) || domain.includes("xn--")) return;
    const count = (counts.get(domain) ?? 0) + 1;
    if (count >= leastSubscribers) {
      plentiful.add(domain);
      counts.delete(domain);
    } else if (count > 1 || counts.size < mostCounted) counts.set(domain, count);
  };
}

const mostCounted = 100_000;
