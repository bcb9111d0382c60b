CREATE TABLE "due_chores" (
	"name" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"last_reason" text,
	"last_facts" jsonb
);
--> statement-breakpoint
CREATE TABLE "due_looks" (
	"day" date PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"last_reason" text,
	"last_facts" jsonb
);
--> statement-breakpoint
CREATE TABLE "due_periods" (
	"cadence" text NOT NULL,
	"period" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"missed_reason" text,
	"settled_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"last_reason" text,
	"last_facts" jsonb,
	CONSTRAINT "due_periods_cadence_period_pk" PRIMARY KEY("cadence","period"),
	CONSTRAINT "due_periods_cadence_known" CHECK ("cadence" in ('daily', 'weekly', 'monthly')),
	CONSTRAINT "due_periods_state_known" CHECK ("state" in ('due', 'published', 'empty', 'missed', 'skipped')),
	CONSTRAINT "due_periods_missed_why" CHECK (state <> 'missed' or missed_reason is not null)
);
--> statement-breakpoint
CREATE TABLE "installations" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"began_at" timestamp with time zone NOT NULL,
	CONSTRAINT "installations_one" CHECK (id = 1)
);
--> statement-breakpoint
CREATE TABLE "publication_marks" (
	"cadence" text PRIMARY KEY NOT NULL,
	"period" text NOT NULL,
	CONSTRAINT "publication_marks_cadence_known" CHECK ("cadence" in ('daily', 'weekly', 'monthly'))
);
--> statement-breakpoint
ALTER TABLE "alerts" DROP CONSTRAINT "alerts_kind_known";--> statement-breakpoint
CREATE INDEX "due_periods_open" ON "due_periods" USING btree ("due_at") WHERE state in ('due', 'missed');--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_kind_known" CHECK ("kind" in ('edition-late', 'missed-period', 'source-down', 'provider-blocked', 'breaker', 'uncertain', 'queue-dead', 'feedback-stuck')) NOT VALID;--> statement-breakpoint
ALTER TABLE "alerts" VALIDATE CONSTRAINT "alerts_kind_known";