-- Outside a transaction: step by step, each repeatable, beside running workers, which insert rows without these columns.
ALTER TABLE "subscribers" ADD COLUMN IF NOT EXISTS "organizations" text[] DEFAULT '{}' NOT NULL, ADD COLUMN IF NOT EXISTS "muted_organizations" text[] DEFAULT '{}' NOT NULL, ADD COLUMN IF NOT EXISTS "fill_up" text DEFAULT 'few' NOT NULL, ADD COLUMN IF NOT EXISTS "language" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "subscribers" DROP CONSTRAINT IF EXISTS "subscribers_fill_up_known", ADD CONSTRAINT "subscribers_fill_up_known" CHECK ("fill_up" in ('yes', 'few', 'no')) NOT VALID;--> statement-breakpoint
ALTER TABLE "subscribers" VALIDATE CONSTRAINT "subscribers_fill_up_known";
