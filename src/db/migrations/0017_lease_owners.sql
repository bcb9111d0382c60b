ALTER TABLE "alerts" ADD COLUMN "news_key" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "due_chores" ADD COLUMN "lease_id" uuid;--> statement-breakpoint
ALTER TABLE "due_looks" ADD COLUMN "lease_id" uuid;--> statement-breakpoint
ALTER TABLE "due_periods" ADD COLUMN "lease_id" uuid;