ALTER TABLE "papers" ADD COLUMN IF NOT EXISTS "machine_summary" text;--> statement-breakpoint
ALTER TABLE "papers" ADD COLUMN IF NOT EXISTS "machine_summary_model" text;--> statement-breakpoint
ALTER TABLE "papers" ADD COLUMN IF NOT EXISTS "machine_summary_at" timestamp with time zone;--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "summary_asks" (
	"paper_id" text PRIMARY KEY NOT NULL,
	"asks" integer NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"refusal" text,
	CONSTRAINT "summary_asks_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "papers"("id") ON DELETE cascade
);--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "summary_endpoint" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"day" date NOT NULL,
	"asked" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_failure" text,
	"retry_at" timestamp with time zone,
	"answered_at" timestamp with time zone,
	CONSTRAINT "summary_endpoint_one" CHECK ("is_only")
);
