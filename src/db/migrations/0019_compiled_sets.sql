-- Outside a transaction: step by step, each repeatable, beside running workers.
CREATE TABLE IF NOT EXISTS "compiled_sets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"edition_id" text NOT NULL CONSTRAINT "compiled_sets_edition_id_editions_id_fk" REFERENCES "public"."editions"("id") ON DELETE cascade,
	"revision" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "compiled_sets_revision" UNIQUE("edition_id","revision"),
	CONSTRAINT "compiled_sets_revision_counts" CHECK (revision >= 1)
);--> statement-breakpoint
ALTER TABLE "edition_templates" ADD COLUMN IF NOT EXISTS "set_id" uuid, ADD COLUMN IF NOT EXISTS "language" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
INSERT INTO "compiled_sets" ("edition_id") SELECT DISTINCT "edition_id" FROM "edition_templates" ON CONFLICT DO NOTHING;--> statement-breakpoint
-- What a worker of the release before publishes from here on keeps null.
UPDATE "edition_templates" t SET "set_id" = s."id" FROM "compiled_sets" s WHERE s."edition_id" = t."edition_id" AND t."set_id" IS NULL;--> statement-breakpoint
ALTER TABLE "edition_templates" DROP CONSTRAINT IF EXISTS "edition_templates_set_id_compiled_sets_id_fk";--> statement-breakpoint
ALTER TABLE "edition_templates" ADD CONSTRAINT "edition_templates_set_id_compiled_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "public"."compiled_sets"("id") ON DELETE cascade ON UPDATE no action NOT VALID;--> statement-breakpoint
ALTER TABLE "edition_templates" VALIDATE CONSTRAINT "edition_templates_set_id_compiled_sets_id_fk";--> statement-breakpoint
ALTER TABLE "edition_templates" DROP CONSTRAINT IF EXISTS "edition_templates_of_set";--> statement-breakpoint
-- Instead of the key by edition and detail, beside which no second set can lie.
ALTER TABLE "edition_templates" ADD CONSTRAINT "edition_templates_of_set" UNIQUE NULLS NOT DISTINCT("edition_id","set_id","language","detail"), DROP CONSTRAINT IF EXISTS "edition_templates_edition_id_detail_pk";--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN IF NOT EXISTS "set_id" uuid;--> statement-breakpoint
ALTER TABLE "batches" DROP CONSTRAINT IF EXISTS "batches_set_id_compiled_sets_id_fk";--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_set_id_compiled_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "public"."compiled_sets"("id") ON DELETE no action ON UPDATE no action NOT VALID;--> statement-breakpoint
ALTER TABLE "batches" VALIDATE CONSTRAINT "batches_set_id_compiled_sets_id_fk";
