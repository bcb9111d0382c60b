-- Outside a transaction: step by step, each repeatable, beside running workers, which know nothing of it.
CREATE TABLE IF NOT EXISTS "address_changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subscriber_id" uuid NOT NULL,
	"former_email" text NOT NULL,
	"former_email_key" text NOT NULL,
	"former_address_hash" text NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"address_hash" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"allowed_at" timestamp with time zone,
	"confirmed_at" timestamp with time zone,
	"changed_at" timestamp with time zone,
	CONSTRAINT "address_changes_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "subscribers"("id") ON DELETE cascade
);--> statement-breakpoint
CREATE UNIQUE INDEX IF NOT EXISTS "address_changes_open" ON "address_changes" USING btree ("subscriber_id") WHERE changed_at is null;--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "address_changes_subscriber" ON "address_changes" USING btree ("subscriber_id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "address_changes_former" ON "address_changes" USING btree ("former_address_hash");--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT IF EXISTS "notices_kind_known", ADD CONSTRAINT "notices_kind_known" CHECK ("kind" in ('confirm', 'welcome', 'preferences-link', 'goodbye', 'operator-alert', 'address-allow', 'address-confirm')) NOT VALID;--> statement-breakpoint
ALTER TABLE "notices" VALIDATE CONSTRAINT "notices_kind_known";
