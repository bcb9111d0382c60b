ALTER TABLE "papers" ADD COLUMN IF NOT EXISTS "media_urls" text[];--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "citing_repos" (
	"paper_id" text PRIMARY KEY NOT NULL,
	"asks" integer NOT NULL,
	"answers" integer DEFAULT 0 NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"found" jsonb,
	CONSTRAINT "citing_repos_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "papers"("id") ON DELETE cascade
);--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "citing_repos_endpoint" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"day" date NOT NULL,
	"asked" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_failure" text,
	"retry_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	CONSTRAINT "citing_repos_endpoint_one" CHECK ("is_only")
);
