-- Outside a transaction: step by step, each repeatable, beside running workers.
-- A partition is found by its key only where that is compared as the partitions are: by bytes (collation "C"). All columns
-- that hold an edition's id become so together, since an index serves no comparison of two that differ. The indexes of
-- large tables are made for that beforehand, so that nothing reads a table while it holds it.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "batches_default_pkey" ON "batches" USING btree ("edition_id" COLLATE "C","id");--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "batches_default_id" ON "batches" USING btree ("id");--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "batches_default_edition" ON "batches" USING btree ("edition_id" COLLATE "C","state");--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "batches_default_idempotency_key" ON "batches" USING btree ("edition_id" COLLATE "C","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "deliveries_default_pkey" ON "deliveries" USING btree ("edition_id" COLLATE "C","subscriber_id");--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "deliveries_default_uncertain" ON "deliveries" USING btree ("subscriber_id") WHERE state = 'uncertain';--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "shown_papers_bytewise" ON "shown_papers" USING btree ("edition_id" COLLATE "C","subscriber_id");--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "quiet_mails_bytewise" ON "quiet_mails" USING btree ("edition_id" COLLATE "C","subscriber_id");--> statement-breakpoint
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "delivery_reports_bytewise" ON "delivery_reports" USING btree ("edition_id" COLLATE "C","subscriber_id");--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "provider_events_delivery_bytewise" ON "provider_events" USING btree ("edition_id" COLLATE "C","subscriber_id");--> statement-breakpoint
-- A day counts as one of a warm-up for as long as its bookings are kept, whether its batches are or not.
ALTER TABLE "warm_up_bookings" DROP CONSTRAINT IF EXISTS "warm_up_bookings_batch_id_batches_id_fk", ADD COLUMN IF NOT EXISTS "edition_id" text COLLATE "C";--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_name_booked_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.edition_id := (SELECT b.edition_id FROM batches b WHERE b.id = NEW.batch_id);
  RETURN NEW;
END $$;--> statement-breakpoint
-- Workers of the release before name no edition.
CREATE OR REPLACE TRIGGER warm_up_bookings_edition BEFORE INSERT ON "warm_up_bookings"
FOR EACH ROW WHEN (NEW."edition_id" IS NULL) EXECUTE FUNCTION paperboy_name_booked_edition();--> statement-breakpoint
UPDATE "warm_up_bookings" w SET "edition_id" = b."edition_id" FROM "batches" b WHERE b."id" = w."batch_id" AND w."edition_id" IS NULL;--> statement-breakpoint
-- In one transaction, which changes what is known of the columns and writes no row anew.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'editions'::regclass AND attname = 'id' AND attcollation = '"C"'::regcollation) THEN
    RETURN;
  END IF;
  LOCK TABLE editions, batches, deliveries, provider_events, shown_papers, quiet_mails, delivery_reports, edition_papers,
    edition_pictures, edition_revisions, edition_templates, edition_totals, edition_vectors, compiled_sets, counted_editions
    IN ACCESS EXCLUSIVE MODE;
  ALTER TABLE deliveries DROP CONSTRAINT deliveries_batch_id_batches_id_fk, DROP CONSTRAINT deliveries_edition_id_subscriber_id_pk;
  DROP INDEX deliveries_state, deliveries_uncertain;
  ALTER TABLE deliveries ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE deliveries ADD CONSTRAINT deliveries_default_pkey PRIMARY KEY USING INDEX deliveries_default_pkey;
  ALTER TABLE batches DROP CONSTRAINT batches_pkey;
  DROP INDEX batches_edition, batches_idempotency_key;
  ALTER TABLE batches ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE batches ADD CONSTRAINT batches_default_pkey PRIMARY KEY USING INDEX batches_default_pkey;
  ALTER TABLE deliveries ADD CONSTRAINT deliveries_batch_fk FOREIGN KEY (edition_id, batch_id) REFERENCES batches(edition_id, id) NOT VALID;
  ALTER TABLE shown_papers DROP CONSTRAINT shown_papers_edition_id_subscriber_id_pk;
  ALTER TABLE shown_papers ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE shown_papers ADD CONSTRAINT shown_papers_edition_id_subscriber_id_pk PRIMARY KEY USING INDEX shown_papers_bytewise;
  ALTER TABLE quiet_mails DROP CONSTRAINT quiet_mails_edition_id_subscriber_id_pk;
  ALTER TABLE quiet_mails ALTER COLUMN edition_id TYPE text COLLATE "C", ALTER COLUMN ended_by TYPE text COLLATE "C";
  ALTER TABLE quiet_mails ADD CONSTRAINT quiet_mails_edition_id_subscriber_id_pk PRIMARY KEY USING INDEX quiet_mails_bytewise;
  ALTER TABLE delivery_reports DROP CONSTRAINT delivery_reports_edition_id_subscriber_id_pk;
  ALTER TABLE delivery_reports ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE delivery_reports ADD CONSTRAINT delivery_reports_edition_id_subscriber_id_pk PRIMARY KEY USING INDEX delivery_reports_bytewise;
  DROP INDEX provider_events_delivery, provider_events_clicked;
  ALTER TABLE provider_events ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER INDEX provider_events_delivery_bytewise RENAME TO provider_events_delivery;
  -- Small tables, whose indexes are made anew in moments.
  ALTER TABLE edition_papers ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE edition_pictures ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE edition_revisions ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE edition_templates ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE edition_totals ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE edition_vectors ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE compiled_sets ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE counted_editions ALTER COLUMN edition_id TYPE text COLLATE "C";
  ALTER TABLE editions ALTER COLUMN id TYPE text COLLATE "C";
END $$;--> statement-breakpoint
-- Of some rows alone: such indexes would have been made anew while the tables were held.
CREATE INDEX CONCURRENTLY IF NOT EXISTS "provider_events_clicked" ON "provider_events" USING btree ("edition_id","subscriber_id") WHERE type = 'email.clicked';--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "deliveries_default_state" ON "deliveries" USING btree ("edition_id","state") WHERE state in ('excluded', 'failed');--> statement-breakpoint
-- What was known of the columns' values went with their collation. These locks keep no worker out: they may wait until
-- PostgreSQL has ended an autovacuum for them.
DO $$ BEGIN SET LOCAL lock_timeout = '5s'; ANALYZE batches (edition_id); END $$;--> statement-breakpoint
DO $$ BEGIN SET LOCAL lock_timeout = '5s'; ANALYZE deliveries (edition_id); END $$;--> statement-breakpoint
DO $$ BEGIN SET LOCAL lock_timeout = '5s'; ANALYZE provider_events (edition_id); END $$;--> statement-breakpoint
DO $$ BEGIN SET LOCAL lock_timeout = '5s'; ANALYZE shown_papers (edition_id); END $$;--> statement-breakpoint
ANALYZE "editions", "edition_papers", "quiet_mails", "delivery_reports", "compiled_sets", "edition_templates", "edition_totals", "counted_editions";--> statement-breakpoint
-- Today's tables become the partitions of whatever has none of its own.
DO $$
BEGIN
  IF (SELECT relkind FROM pg_class WHERE oid = 'batches'::regclass) = 'r' THEN
    -- In the order in which a seal takes them.
    LOCK TABLE editions, compiled_sets IN SHARE ROW EXCLUSIVE MODE;
    LOCK TABLE batches, deliveries IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE deliveries DROP CONSTRAINT deliveries_batch_fk;
    ALTER INDEX batches_settled_at RENAME TO batches_default_settled_at;
    ALTER INDEX batches_open RENAME TO batches_default_open;
    ALTER INDEX batches_uncertain RENAME TO batches_default_uncertain;
    DROP TRIGGER batches_code_1_mark ON batches;
    DROP TRIGGER batches_code_2_read ON batches;
    DROP TRIGGER batches_refused_key ON batches;
    DROP TRIGGER batches_sealed_with_edits ON batches;
    ALTER TABLE batches RENAME TO batches_default;

    CREATE TABLE batches (LIKE batches_default INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE) PARTITION BY RANGE (edition_id);
    -- Rows of before were not asked.
    ALTER TABLE batches DROP CONSTRAINT batches_split_not_accepted;
    ALTER TABLE batches ADD CONSTRAINT batches_split_not_accepted CHECK (state <> 'split' or attempts <= declined + 1) NOT VALID;
    ALTER TABLE batches ADD CONSTRAINT batches_edition_id_id_pk PRIMARY KEY (edition_id, id);
    ALTER TABLE batches ADD CONSTRAINT batches_edition_id_editions_id_fk FOREIGN KEY (edition_id) REFERENCES editions(id);
    ALTER TABLE batches ADD CONSTRAINT batches_set_id_compiled_sets_id_fk FOREIGN KEY (set_id) REFERENCES compiled_sets(id);
    CREATE INDEX batches_id ON batches USING btree (id);
    CREATE INDEX batches_settled_at ON batches USING btree (settled_at);
    CREATE INDEX batches_open ON batches USING btree (due_at) WHERE state in ('planned', 'sealed');
    CREATE INDEX batches_edition ON batches USING btree (edition_id, state);
    CREATE INDEX batches_uncertain ON batches USING btree (id) WHERE state = 'uncertain';
    CREATE UNIQUE INDEX batches_idempotency_key ON batches USING btree (edition_id, idempotency_key);
    ALTER TABLE batches ATTACH PARTITION batches_default DEFAULT;
    CREATE TRIGGER batches_code_1_mark BEFORE INSERT OR UPDATE OF error_code ON batches
      FOR EACH ROW WHEN (NEW.error_code IS NOT NULL) EXECUTE FUNCTION paperboy_mark_error_code();
    CREATE TRIGGER batches_code_2_read BEFORE INSERT OR UPDATE OF last_error, error_code ON batches
      FOR EACH ROW WHEN (NEW.last_error IS NOT NULL OR NEW.error_code IS NOT NULL) EXECUTE FUNCTION paperboy_read_error_code();
    CREATE TRIGGER batches_refused_key BEFORE INSERT OR UPDATE OF refused_for ON batches
      FOR EACH ROW WHEN (NEW.refused_for IS NOT NULL) EXECUTE FUNCTION paperboy_read_refused_key();
    CREATE TRIGGER batches_sealed_with_edits BEFORE UPDATE ON batches FOR EACH ROW
      WHEN (NEW.state = 'sealed' AND NEW.idempotency_key IS DISTINCT FROM OLD.idempotency_key) EXECUTE FUNCTION paperboy_seal_with_edits();
    ALTER TABLE deliveries ADD CONSTRAINT deliveries_batch_fk FOREIGN KEY (edition_id, batch_id) REFERENCES batches(edition_id, id) NOT VALID;
  END IF;
END $$;--> statement-breakpoint
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'deliveries'::regclass AND conname = 'deliveries_batch_fk' AND NOT convalidated) THEN
    SET LOCAL lock_timeout = '5s';
    ALTER TABLE deliveries VALIDATE CONSTRAINT deliveries_batch_fk;
  END IF;
END $$;--> statement-breakpoint
DO $$
BEGIN
  IF (SELECT relkind FROM pg_class WHERE oid = 'deliveries'::regclass) = 'r' THEN
    LOCK TABLE editions, batches IN SHARE ROW EXCLUSIVE MODE;
    LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE;
    ALTER INDEX deliveries_batch RENAME TO deliveries_default_batch;
    ALTER INDEX deliveries_subscriber RENAME TO deliveries_default_subscriber;
    ALTER INDEX deliveries_provider_id RENAME TO deliveries_default_provider_id;
    DROP TRIGGER deliveries_code_1_mark ON deliveries;
    DROP TRIGGER deliveries_code_2_read ON deliveries;
    DROP TRIGGER deliveries_note_report ON deliveries;
    DROP TRIGGER deliveries_shown ON deliveries;
    DROP TRIGGER deliveries_totals ON deliveries;
    ALTER TABLE deliveries RENAME TO deliveries_default;

    CREATE TABLE deliveries (LIKE deliveries_default INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE) PARTITION BY RANGE (edition_id);
    ALTER TABLE deliveries ADD CONSTRAINT deliveries_edition_id_subscriber_id_pk PRIMARY KEY (edition_id, subscriber_id);
    ALTER TABLE deliveries ADD CONSTRAINT deliveries_edition_id_editions_id_fk FOREIGN KEY (edition_id) REFERENCES editions(id);
    ALTER TABLE deliveries ADD CONSTRAINT deliveries_batch_fk FOREIGN KEY (edition_id, batch_id) REFERENCES batches(edition_id, id);
    CREATE INDEX deliveries_batch ON deliveries USING btree (batch_id, state);
    CREATE INDEX deliveries_subscriber ON deliveries USING btree (subscriber_id);
    CREATE INDEX deliveries_state ON deliveries USING btree (edition_id, state) WHERE state in ('excluded', 'failed');
    CREATE INDEX deliveries_uncertain ON deliveries USING btree (subscriber_id) WHERE state = 'uncertain';
    CREATE INDEX deliveries_provider_id ON deliveries USING hash (provider_id) WHERE provider_id is not null;
    ALTER TABLE deliveries ATTACH PARTITION deliveries_default DEFAULT;
    CREATE TRIGGER deliveries_code_1_mark BEFORE INSERT OR UPDATE OF reason_code ON deliveries
      FOR EACH ROW WHEN (NEW.reason_code IS NOT NULL) EXECUTE FUNCTION paperboy_mark_reason_code();
    CREATE TRIGGER deliveries_code_2_read BEFORE INSERT OR UPDATE OF reason, reason_code ON deliveries
      FOR EACH ROW WHEN (NEW.reason IS NOT NULL OR NEW.reason_code IS NOT NULL) EXECUTE FUNCTION paperboy_read_reason_code();
    CREATE TRIGGER deliveries_note_report AFTER UPDATE OF outcome ON deliveries
      FOR EACH ROW WHEN (NEW.outcome IN ('bounced', 'complained') AND NEW.outcome IS DISTINCT FROM OLD.outcome)
      EXECUTE FUNCTION paperboy_note_report();
    CREATE TRIGGER deliveries_shown AFTER UPDATE ON deliveries
      REFERENCING OLD TABLE AS was_rows NEW TABLE AS now_rows FOR EACH STATEMENT EXECUTE FUNCTION paperboy_note_shown();
    CREATE TRIGGER deliveries_totals AFTER UPDATE ON deliveries
      REFERENCING OLD TABLE AS was_rows NEW TABLE AS now_rows FOR EACH STATEMENT EXECUTE FUNCTION paperboy_keep_totals();
  END IF;
END $$;
--> statement-breakpoint
-- The state of one delivery. A function of its own, so that who asks about few readers has nothing of all partitions to plan.
CREATE OR REPLACE FUNCTION paperboy_state_of(edition text, reader uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT state FROM deliveries WHERE edition_id = edition AND subscriber_id = reader
$$;--> statement-breakpoint
-- Left by a migration that was cut off and ran again.
DROP INDEX IF EXISTS "shown_papers_bytewise", "quiet_mails_bytewise", "delivery_reports_bytewise", "provider_events_delivery_bytewise";
