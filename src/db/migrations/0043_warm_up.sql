-- Outside a transaction: step by step, each repeatable, beside running workers, which know nothing of it.
ALTER TABLE "deliveries" DROP CONSTRAINT IF EXISTS "deliveries_reason_code_known", ADD CONSTRAINT "deliveries_reason_code_known" CHECK ("reason_code" in ('suppressed', 'pending', 'paused', 'unsubscribed', 'another-cadence', 'erased', 'no-paper-left', 'no-match', 'too-few-matches', 'warm-up', 'cancelled', 'refused', 'not-named', 'operators-word', 'key-reused', 'key-expired', 'incomplete', 'restored', 'other')) NOT VALID;--> statement-breakpoint
ALTER TABLE "deliveries" VALIDATE CONSTRAINT "deliveries_reason_code_known";--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "warm_up_bookings" (
	"batch_id" uuid PRIMARY KEY NOT NULL CONSTRAINT "warm_up_bookings_batch_id_batches_id_fk" REFERENCES "batches"("id") ON DELETE cascade,
	"domain" text NOT NULL,
	"day" date NOT NULL,
	"mails" integer NOT NULL,
	CONSTRAINT "warm_up_bookings_mails" CHECK (mails > 0)
);--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "warm_up_bookings_day" ON "warm_up_bookings" USING btree ("domain","day");--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "warm_up_waits" (
	"subscriber_id" uuid PRIMARY KEY NOT NULL CONSTRAINT "warm_up_waits_subscriber_id_subscribers_id_fk" REFERENCES "subscribers"("id") ON DELETE cascade,
	"since" date NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "warm_up_waits_due_at" ON "warm_up_waits" USING btree ("due_at","since");
