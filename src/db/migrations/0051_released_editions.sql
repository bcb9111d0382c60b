-- Outside a transaction: step by step, each repeatable, beside running workers.
ALTER TABLE "editions" ADD COLUMN IF NOT EXISTS "released_at" timestamp with time zone;--> statement-breakpoint
-- Workers of the release before let editions go, and take cancels back, without a word of it.
CREATE OR REPLACE FUNCTION paperboy_note_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.released_at := CASE WHEN NEW.state = 'held' THEN null WHEN TG_OP = 'INSERT' THEN NEW.published_at ELSE now() END;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER editions_released BEFORE INSERT OR UPDATE OF "state" ON "editions"
FOR EACH ROW WHEN (NEW.state IN ('sending', 'sent') AND NEW.released_at IS NULL OR NEW.state = 'held' AND NEW.released_at IS NOT NULL)
EXECUTE FUNCTION paperboy_note_release();--> statement-breakpoint
-- All that was frozen before was public, held or not; what still waits for an approval is so no more.
UPDATE "editions" SET "released_at" = "published_at" WHERE "state" <> 'held' AND "released_at" IS NULL;
