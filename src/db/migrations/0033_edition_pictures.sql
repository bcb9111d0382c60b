-- Outside a transaction: repeatable, beside running workers, which know nothing of it.
CREATE TABLE IF NOT EXISTS "edition_pictures" (
	"edition_id" text PRIMARY KEY NOT NULL CONSTRAINT "edition_pictures_edition_id_editions_id_fk" REFERENCES "editions"("id") ON DELETE cascade,
	"png" bytea,
	"tries" integer DEFAULT 1 NOT NULL,
	"tried_at" timestamp with time zone NOT NULL
);
