import pg from "pg";

/** The day that is published; long past, so that it is closed. */
export const day = "2026-06-17";
export const edition = `daily-${day}`;

/** Every so many of the readers has an address that must not be mailed. */
const suppressedEvery = 500;

/** Writes a day's papers and so many active readers, a few of them suppressed, straight into the tables. */
export async function seatAudience(url: string, subscribers: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`
      insert into papers (id, title, abstract, authors, published_at, first_seen_at, updated_at, primary_category, categories)
      select '2606.1' || lpad(n::text, 4, '0'), 'Paper ' || n || ' about agents', repeat('It says much about many things. ', 20),
        array['Ada Lovelace', 'Alan Turing'], '2026-06-16', now(), now(), 'cs.CL', array['cs.CL']
      from generate_series(1, 12) n`);
    await client.query(`insert into paper_listings (day, source, paper_id, first_seen_at)
      select '${day}', 'huggingface', id, '2026-06-17T06:00:00Z' from papers`);
    await client.query(`insert into paper_signals (paper_id, observed_at, upvotes, comments)
      select id, '2026-06-17T20:00:00Z', right(id, 4)::int, 1 from papers`);
    await client.query(
      `insert into subscribers (email, email_key, address_hash, state, source, created_at, updated_at)
       select e, e, encode(sha256(convert_to(e, 'UTF8')), 'hex'), 'active', 'chaos', now(), now()
       from (select 'reader' || n || '@example.com' as e from generate_series(1, $1::int) n) s`,
      [subscribers],
    );
    await client.query(
      `insert into suppressions (address_hash, email, reason, created_at)
       select address_hash, email, 'operator', now() from subscribers
       where substring(email from '[0-9]+')::int % ${suppressedEvery} = 0`,
    );
  } finally {
    await client.end();
  }
}

/** Whether every edition that was published has been sent. */
export async function isSent(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ state: string }>("select state from editions");
    return rows.length > 0 && rows.every(({ state }) => state === "sent");
  } catch {
    return false; // the server is away for the moment
  } finally {
    await client.end().catch(() => {});
  }
}
