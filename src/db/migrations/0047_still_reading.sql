-- Outside a transaction: step by step, each repeatable, beside running workers. One of before claims the new kind of
-- notice, cannot render it and puts it off for ten minutes; it mails no paused reader, whyever the pause is.
CREATE TABLE IF NOT EXISTS "idle_readers" (
	"subscriber_id" uuid PRIMARY KEY NOT NULL CONSTRAINT "idle_readers_subscriber_id_subscribers_id_fk" REFERENCES "subscribers"("id") ON DELETE cascade,
	"asked_at" timestamp with time zone NOT NULL,
	"grace_days" smallint NOT NULL,
	"told_at" timestamp with time zone,
	"paused_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "idle_readers_told_first" CHECK (paused_at is null or told_at is not null)
);--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "idle_readers_asked_at" ON "idle_readers" USING btree ("asked_at");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "idle_readers_open" ON "idle_readers" USING btree ("subscriber_id") WHERE ended_at is null;--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT IF EXISTS "notices_kind_known", ADD CONSTRAINT "notices_kind_known" CHECK ("kind" in ('confirm', 'welcome', 'preferences-link', 'goodbye', 'operator-alert', 'address-allow', 'address-confirm', 'still-reading')) NOT VALID;--> statement-breakpoint
ALTER TABLE "notices" VALIDATE CONSTRAINT "notices_kind_known";
