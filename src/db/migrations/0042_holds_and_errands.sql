-- Workers of the release before hold nothing by themselves, let nothing go by a deadline, and do no errand.
ALTER TABLE "editions" ADD COLUMN IF NOT EXISTS "hold_ends_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "editions" ADD COLUMN IF NOT EXISTS "at_hold_end" text;--> statement-breakpoint
ALTER TABLE "editions" DROP CONSTRAINT IF EXISTS "editions_at_hold_end_known", ADD CONSTRAINT "editions_at_hold_end_known" CHECK ("at_hold_end" in ('go', 'stay')) NOT VALID;--> statement-breakpoint
ALTER TABLE "editions" VALIDATE CONSTRAINT "editions_at_hold_end_known";--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "due_errands" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"asked" jsonb NOT NULL,
	"asked_by" jsonb NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"noted_at" timestamp with time zone NOT NULL,
	"progress" jsonb,
	"outcome" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"lease_id" uuid,
	"last_reason" text,
	"last_facts" jsonb,
	CONSTRAINT "due_errands_done_with_outcome" CHECK (("done_at" is null) = ("outcome" is null))
);--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "due_errands_due_at" ON "due_errands" USING btree ("due_at");
