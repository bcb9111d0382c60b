-- Outside a transaction: step by step, each repeatable, beside running workers.
ALTER TABLE "editions" ADD COLUMN IF NOT EXISTS "paused_by" text;--> statement-breakpoint
ALTER TABLE "editions" ADD COLUMN IF NOT EXISTS "paused_facts" jsonb;--> statement-breakpoint
ALTER TABLE "editions" ADD COLUMN IF NOT EXISTS "breaker_resumed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "editions" DROP CONSTRAINT IF EXISTS "editions_paused_by_known", ADD CONSTRAINT "editions_paused_by_known" CHECK ("paused_by" in ('operator', 'breaker', 'restore')) NOT VALID;--> statement-breakpoint
ALTER TABLE "editions" VALIDATE CONSTRAINT "editions_paused_by_known";--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN IF NOT EXISTS "submitted" integer;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "batches_settled_at" ON "batches" USING btree ("settled_at");--> statement-breakpoint
ALTER TABLE "alerts" DROP CONSTRAINT IF EXISTS "alerts_kind_known", ADD CONSTRAINT "alerts_kind_known" CHECK ("kind" in ('edition-late', 'source-down', 'provider-blocked', 'breaker', 'uncertain', 'queue-dead', 'feedback-stuck', 'missed-period', 'held-edition', 'webhooks-refused', 'clock-off', 'disk-full', 'queue-moved', 'breaker-near')) NOT VALID;--> statement-breakpoint
ALTER TABLE "alerts" VALIDATE CONSTRAINT "alerts_kind_known";--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "delivery_reports" (
	"edition_id" text NOT NULL,
	"subscriber_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"heard_at" timestamp with time zone NOT NULL,
	CONSTRAINT "delivery_reports_edition_id_subscriber_id_pk" PRIMARY KEY("edition_id","subscriber_id"),
	CONSTRAINT "delivery_reports_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action,
	CONSTRAINT "delivery_reports_outcome_known" CHECK ("outcome" in ('bounced', 'complained'))
);--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "delivery_reports_heard_at" ON "delivery_reports" USING btree ("heard_at");--> statement-breakpoint
-- Who is not paused was paused by nobody, also when a worker that does not know the column resumed it.
CREATE OR REPLACE FUNCTION paperboy_forget_pauser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.paused_by := null;
  NEW.paused_facts := null;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER editions_forget_pauser BEFORE UPDATE OF state ON "editions"
FOR EACH ROW WHEN (NEW.state <> 'paused' AND NEW.paused_by IS NOT NULL) EXECUTE FUNCTION paperboy_forget_pauser();--> statement-breakpoint
-- What a worker hears that does not write reports; one that does has written the row already.
CREATE OR REPLACE FUNCTION paperboy_note_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO delivery_reports AS r (edition_id, subscriber_id, outcome, heard_at)
  VALUES (NEW.edition_id, NEW.subscriber_id, NEW.outcome, now())
  ON CONFLICT (edition_id, subscriber_id) DO UPDATE SET outcome = excluded.outcome, heard_at = excluded.heard_at
    WHERE r.outcome = 'bounced' AND excluded.outcome = 'complained';
  RETURN null;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER deliveries_note_report AFTER UPDATE OF outcome ON "deliveries"
FOR EACH ROW WHEN (NEW.outcome IN ('bounced', 'complained') AND NEW.outcome IS DISTINCT FROM OLD.outcome)
EXECUTE FUNCTION paperboy_note_report();--> statement-breakpoint
INSERT INTO "delivery_reports" ("edition_id", "subscriber_id", "outcome", "heard_at")
SELECT "edition_id", "subscriber_id", "outcome", coalesce("outcome_at", "submitted_at", "due_at") FROM "deliveries"
WHERE "outcome" in ('bounced', 'complained') ORDER BY "edition_id", "subscriber_id"
ON CONFLICT DO NOTHING;
