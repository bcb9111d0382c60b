-- Outside a transaction: step by step, each repeatable, beside running workers.
CREATE TABLE IF NOT EXISTS "provider_usages" (
	"name" text PRIMARY KEY NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"requests_per_second" double precision
);--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "reconciliations" (
	"name" text PRIMARY KEY NOT NULL,
	"lease_id" uuid,
	"leased_until" timestamp with time zone,
	"spent_on" date,
	"spent" integer DEFAULT 0 NOT NULL,
	"webhook_id" text,
	"events_until" text,
	"events_head" text,
	"events_after" text,
	"mails_passed_at" timestamp with time zone,
	"mails_began_at" timestamp with time zone,
	"mails_after" text,
	"list_passed_at" timestamp with time zone,
	"list_began_at" timestamp with time zone,
	"list_after" text,
	"ran_at" timestamp with time zone,
	"report" jsonb
);--> statement-breakpoint
ALTER TABLE "suppressions" ADD COLUMN IF NOT EXISTS "wish" text, ADD COLUMN IF NOT EXISTS "provider_entry_id" text, ADD COLUMN IF NOT EXISTS "provider_listed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "suppressions" DROP CONSTRAINT IF EXISTS "suppressions_wish_known";--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_wish_known" CHECK ("wish" in ('left', 'erased')) NOT VALID;--> statement-breakpoint
ALTER TABLE "suppressions" VALIDATE CONSTRAINT "suppressions_wish_known";--> statement-breakpoint
-- An erasure took the address and the words from such a row and left its reason.
UPDATE "suppressions" SET "wish" = 'erased' WHERE "reason" = 'provider' AND "email" is null AND "explanation" is null AND "wish" is null;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "provider_events_removed" ON "provider_events" USING btree ((payload #>> '{data,id}')) WHERE type = 'suppression.removed';
