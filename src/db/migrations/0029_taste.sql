-- Outside a transaction: step by step, each repeatable, beside running workers, which know nothing of it.
CREATE TABLE IF NOT EXISTS "edition_vectors" (
	"edition_id" text PRIMARY KEY NOT NULL CONSTRAINT "edition_vectors_edition_id_editions_id_fk" REFERENCES "editions"("id") ON DELETE cascade,
	"vectors" jsonb NOT NULL
);--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "taste_profiles" (
	"subscriber_id" uuid PRIMARY KEY NOT NULL CONSTRAINT "taste_profiles_subscriber_id_subscribers_id_fk" REFERENCES "subscribers"("id") ON DELETE cascade,
	"terms" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"mean" double precision DEFAULT 0 NOT NULL,
	"spread" double precision DEFAULT 0 NOT NULL,
	"marks" integer DEFAULT 0 NOT NULL,
	"removed" text[] DEFAULT '{}' NOT NULL,
	"computed_at" timestamp with time zone NOT NULL
);
