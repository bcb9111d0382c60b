ALTER TABLE "paper_listings" ADD COLUMN IF NOT EXISTS "dropped_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "papers" ADD COLUMN IF NOT EXISTS "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "source_runs" ADD COLUMN IF NOT EXISTS "is_refused" boolean;