-- Outside a transaction: step by step, each repeatable, beside running workers.
ALTER TABLE "papers" ADD COLUMN IF NOT EXISTS "submitter" text, ADD COLUMN IF NOT EXISTS "claimed_authors" integer, ADD COLUMN IF NOT EXISTS "is_author_in_discussion" boolean, ADD COLUMN IF NOT EXISTS "media_count" integer, ADD COLUMN IF NOT EXISTS "discussion_id" text;--> statement-breakpoint
ALTER TABLE "paper_signals" ADD COLUMN IF NOT EXISTS "position" integer;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "source_runs_day" ON "source_runs" USING btree ("day","source");
