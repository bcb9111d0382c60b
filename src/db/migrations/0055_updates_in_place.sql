-- Outside a transaction: step by step, each repeatable, beside running workers.
-- A delivery is sealed and settled where it lies, and no index of it is written: none has a column that changes then, and
-- its page has room for the row as it was and as it becomes. What those indexes found is found by other ways.
CREATE TABLE IF NOT EXISTS "mail_hashes" (
	"edition_id" text COLLATE "C" NOT NULL,
	"batch_id" uuid,
	"hashes" integer[] NOT NULL
);--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "mail_hashes_edition" ON "mail_hashes" USING btree ("edition_id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "mail_hashes_hashes" ON "mail_hashes" USING gin ("hashes") WITH (gin_pending_list_limit=256);--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_mail_hash(id text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ('x' || left(encode(sha256(convert_to(id, 'UTF8')), 'hex'), 8))::bit(32)::integer
$$;--> statement-breakpoint
-- Whoever learns the provider's id of a mail, also a worker of the release before, and whoever moves such a mail to
-- another batch. Rows are added and never changed, so that no two workers wait for each other.
CREATE OR REPLACE FUNCTION paperboy_hash_mails() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM now_rows WHERE provider_id IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  IF EXISTS (SELECT FROM was_rows WHERE provider_id IS NOT NULL) THEN
    INSERT INTO mail_hashes (edition_id, batch_id, hashes)
    SELECT n.edition_id, n.batch_id, array_agg(paperboy_mail_hash(n.provider_id))
    FROM now_rows n JOIN was_rows w USING (edition_id, subscriber_id)
    WHERE n.provider_id IS NOT NULL
      AND (n.provider_id IS DISTINCT FROM w.provider_id OR n.batch_id IS DISTINCT FROM w.batch_id)
    GROUP BY 1, 2;
  ELSE
    INSERT INTO mail_hashes (edition_id, batch_id, hashes)
    SELECT edition_id, batch_id, array_agg(paperboy_mail_hash(provider_id)) FROM now_rows
    WHERE provider_id IS NOT NULL GROUP BY 1, 2;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER deliveries_mail_hashes AFTER UPDATE ON "deliveries"
REFERENCING OLD TABLE AS was_rows NEW TABLE AS now_rows FOR EACH STATEMENT EXECUTE FUNCTION paperboy_hash_mails();--> statement-breakpoint
-- What was known before, edition by edition; what the trigger has noted meanwhile is not noted again.
DO $$
DECLARE
  edition text;
BEGIN
  IF to_regclass('deliveries_provider_id') IS NULL THEN
    RETURN;
  END IF;
  FOR edition IN SELECT id FROM editions ORDER BY id LOOP
    INSERT INTO mail_hashes (edition_id, batch_id, hashes)
    SELECT edition, batch_id, array_agg(hash) FROM (
      SELECT batch_id, paperboy_mail_hash(provider_id) AS hash FROM deliveries WHERE edition_id = edition AND provider_id IS NOT NULL
      EXCEPT SELECT batch_id, unnest(hashes) FROM mail_hashes WHERE edition_id = edition
    ) unknown GROUP BY batch_id;
    COMMIT;
  END LOOP;
END $$;--> statement-breakpoint
-- Of each partition, any of which may be large, they are made beforehand, while everybody writes; those of the whole table
-- take them over.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "deliveries_{each}_by_batch" ON "deliveries_{each}" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "deliveries_{each}_reason" ON "deliveries_{each}" USING btree ("edition_id",coalesce(reason_code, 'other')) WHERE reason is not null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "deliveries_reason" ON "deliveries" USING btree ("edition_id",coalesce(reason_code, 'other')) WHERE reason is not null;--> statement-breakpoint
DO $$
BEGIN
  IF (SELECT indnatts FROM pg_index WHERE indexrelid = 'deliveries_batch'::regclass) > 1 THEN
    DROP INDEX deliveries_batch;
    CREATE INDEX deliveries_batch ON deliveries USING btree (batch_id);
  END IF;
END $$;--> statement-breakpoint
-- What is uncertain is found by its batch from now on. An operator's word that came while a batch was being given up took
-- that batch for settled, and not its deliveries.
DO $$
BEGIN
  IF to_regclass('deliveries_uncertain') IS NOT NULL THEN
    UPDATE batches b SET state = 'uncertain' FROM (SELECT DISTINCT edition_id, batch_id FROM deliveries WHERE state = 'uncertain') d
    WHERE b.edition_id = d.edition_id AND b.id = d.batch_id AND b.state = 'settled';
  END IF;
END $$;--> statement-breakpoint
DROP INDEX IF EXISTS "deliveries_state";--> statement-breakpoint
DROP INDEX IF EXISTS "deliveries_uncertain";--> statement-breakpoint
DROP INDEX IF EXISTS "deliveries_provider_id";--> statement-breakpoint
-- As partitions are made from now on; the default one holds what is over, and stays dense. These locks keep no worker
-- out: they may wait until PostgreSQL has ended an autovacuum for them.
DO $$
DECLARE
  partition regclass;
BEGIN
  SET LOCAL lock_timeout = '5s';
  FOR partition IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'deliveries'::regclass AND inhrelid <> 'deliveries_default'::regclass LOOP
    EXECUTE format('ALTER TABLE %s SET (fillfactor = 18)', partition);
  END LOOP;
END $$;--> statement-breakpoint
DO $$ BEGIN SET LOCAL lock_timeout = '5s'; ANALYZE deliveries (edition_id, batch_id, state); END $$;
