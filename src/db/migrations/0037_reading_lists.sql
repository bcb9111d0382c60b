-- Outside a transaction: step by step, each repeatable, beside running workers, which know nothing of it.
ALTER TABLE "paper_marks" ADD COLUMN IF NOT EXISTS "done_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "paper_marks" DROP CONSTRAINT IF EXISTS "paper_marks_done_is_saved", ADD CONSTRAINT "paper_marks_done_is_saved" CHECK (done_at is null or kind = 'save') NOT VALID;--> statement-breakpoint
ALTER TABLE "paper_marks" VALIDATE CONSTRAINT "paper_marks_done_is_saved";--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "reading_sessions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subscriber_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reading_sessions_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE cascade
);--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "reading_sessions_token_hash" ON "reading_sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "reading_sessions_subscriber" ON "reading_sessions" USING btree ("subscriber_id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "reading_sessions_ends_at" ON "reading_sessions" USING btree ("ends_at");
