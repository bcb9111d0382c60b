-- Outside a transaction: step by step, each repeatable, beside running workers.
CREATE TABLE IF NOT EXISTS "quiet_mails" (
	"edition_id" text NOT NULL,
	"subscriber_id" uuid NOT NULL,
	"ended_by" text,
	CONSTRAINT "quiet_mails_edition_id_subscriber_id_pk" PRIMARY KEY("edition_id","subscriber_id")
);--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "quiet_mails_subscriber" ON "quiet_mails" USING btree ("subscriber_id");
