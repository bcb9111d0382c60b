-- Outside a transaction: step by step, each repeatable, beside running workers.
ALTER TABLE "counted_editions" ADD COLUMN IF NOT EXISTS "retiring_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "counted_editions" ADD COLUMN IF NOT EXISTS "retired_at" timestamp with time zone;--> statement-breakpoint
-- Whoever counts the deliveries of an edition while they go finds too few: a worker of the release before would keep
-- that as its totals. It takes this for a count that met another, and leaves the totals as they are.
CREATE OR REPLACE FUNCTION paperboy_keep_retired_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'of edition % only the totals are kept: there is nothing to count', OLD.edition_id
    USING ERRCODE = 'serialization_failure';
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER counted_editions_retired BEFORE UPDATE OF planned, finished_at ON "counted_editions"
FOR EACH ROW WHEN (OLD.retiring_since IS NOT NULL) EXECUTE FUNCTION paperboy_keep_retired_totals();--> statement-breakpoint
-- A retry, or the taking back of a cancel, by a worker of the release before would find what has not gone yet.
CREATE OR REPLACE FUNCTION paperboy_keep_retired() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM counted_editions k WHERE k.edition_id = NEW.id AND k.retiring_since IS NOT NULL) THEN
    RAISE EXCEPTION 'of edition % only the totals are kept: it is not sent again', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER editions_retired BEFORE UPDATE OF "state" ON "editions"
FOR EACH ROW WHEN (OLD.state IN ('sent', 'cancelled') AND NEW.state NOT IN ('sent', 'cancelled'))
EXECUTE FUNCTION paperboy_keep_retired();
