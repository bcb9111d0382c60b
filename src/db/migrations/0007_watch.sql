CREATE TABLE "probes" (
	"name" text PRIMARY KEY NOT NULL,
	"written_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "process_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"reported_at" timestamp with time zone NOT NULL,
	"clock_offset_ms" bigint NOT NULL,
	"is_clock_right" boolean NOT NULL,
	"queue_error" text,
	"full_disks" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_refusals" (
	"minute" timestamp with time zone PRIMARY KEY NOT NULL,
	"count" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "post_leased_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "notice_id" uuid;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "alerts" DROP CONSTRAINT IF EXISTS "alerts_kind_known", ADD CONSTRAINT "alerts_kind_known" CHECK ("kind" in ('edition-late', 'source-down', 'provider-blocked', 'breaker', 'uncertain', 'queue-dead', 'feedback-stuck', 'missed-period', 'held-edition', 'webhooks-refused', 'clock-off', 'disk-full', 'queue-moved')) NOT VALID;--> statement-breakpoint
ALTER TABLE "alerts" VALIDATE CONSTRAINT "alerts_kind_known";
