ALTER TABLE "batches" ADD COLUMN "refused_for" text;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN "refused_at" timestamp with time zone;
