CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
-- array_to_string is only STABLE, because some element types print by setting; text does not.
CREATE FUNCTION paperboy_join(text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT array_to_string($1, ' ') $$;--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "alerts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"message" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"cleared_at" timestamp with time zone,
	"raised_posted_at" timestamp with time zone,
	"cleared_posted_at" timestamp with time zone,
	CONSTRAINT "alerts_kind_known" CHECK ("kind" in ('edition-late', 'source-down', 'provider-blocked', 'breaker', 'uncertain', 'queue-dead', 'feedback-stuck'))
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"edition_id" text NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"idempotency_key" text,
	"body_hash" text,
	"recipients" jsonb,
	"parent_id" uuid,
	"sealed_at" timestamp with time zone,
	"first_attempt_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"declined" integer DEFAULT 0 NOT NULL,
	"refusals" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"last_error" text,
	"settled_at" timestamp with time zone,
	CONSTRAINT "batches_state_known" CHECK ("state" in ('planned', 'sealed', 'settled', 'split', 'uncertain', 'cancelled')),
	CONSTRAINT "batches_declined_within_attempts" CHECK (declined between 0 and attempts),
	CONSTRAINT "batches_sealed_whole" CHECK (state <> 'sealed' or (body_hash is not null and recipients is not null and idempotency_key is not null))
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "consents_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subscriber_id" uuid NOT NULL,
	"action" text NOT NULL,
	"source" text NOT NULL,
	"wording" text NOT NULL,
	"evidence" jsonb,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"edition_id" text NOT NULL,
	"subscriber_id" uuid NOT NULL,
	"state" text NOT NULL,
	"batch_id" uuid,
	"due_at" timestamp with time zone NOT NULL,
	"reason" text,
	"provider_id" text,
	"submitted_at" timestamp with time zone,
	"outcome" text,
	"outcome_at" timestamp with time zone,
	"opened_at" timestamp with time zone,
	"clicked_at" timestamp with time zone,
	"machine_opened_at" timestamp with time zone,
	"machine_clicked_at" timestamp with time zone,
	CONSTRAINT "deliveries_edition_id_subscriber_id_pk" PRIMARY KEY("edition_id","subscriber_id"),
	CONSTRAINT "deliveries_state_known" CHECK ("state" in ('pending', 'sealed', 'submitted', 'excluded', 'failed', 'uncertain')),
	CONSTRAINT "deliveries_reason_given" CHECK (state not in ('excluded', 'failed', 'uncertain') or reason is not null)
);
--> statement-breakpoint
CREATE TABLE "edition_papers" (
	"edition_id" text NOT NULL,
	"paper_id" text NOT NULL,
	"section" text NOT NULL,
	"rank" integer NOT NULL,
	"score" double precision NOT NULL,
	"parts" jsonb NOT NULL,
	"frozen" jsonb NOT NULL,
	CONSTRAINT "edition_papers_edition_id_paper_id_pk" PRIMARY KEY("edition_id","paper_id")
);
--> statement-breakpoint
CREATE TABLE "edition_templates" (
	"edition_id" text NOT NULL,
	"detail" text NOT NULL,
	"compiled" jsonb NOT NULL,
	CONSTRAINT "edition_templates_edition_id_detail_pk" PRIMARY KEY("edition_id","detail"),
	CONSTRAINT "edition_templates_detail_known" CHECK ("detail" in ('title', 'summary', 'abstract'))
);
--> statement-breakpoint
CREATE TABLE "editions" (
	"id" text PRIMARY KEY NOT NULL,
	"cadence" text NOT NULL,
	"period" text NOT NULL,
	"number" integer NOT NULL,
	"state" text NOT NULL,
	"state_reason" text,
	"is_breaker_overridden" boolean DEFAULT false NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"missing_sources" text[] DEFAULT '{}' NOT NULL,
	"planned" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "editions_cadence_known" CHECK ("cadence" in ('daily', 'weekly', 'monthly')),
	CONSTRAINT "editions_state_known" CHECK ("state" in ('held', 'sending', 'paused', 'cancelled', 'sent'))
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"subscriber_id" uuid,
	"recipient" text NOT NULL,
	"props" jsonb NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"mail" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"first_attempt_at" timestamp with time zone,
	"next_attempt_at" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"provider_id" text,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "notices_kind_known" CHECK ("kind" in ('confirm', 'welcome', 'preferences-link', 'goodbye', 'operator-alert')),
	CONSTRAINT "notices_state_known" CHECK ("state" in ('pending', 'sealed', 'submitted', 'failed', 'uncertain'))
);
--> statement-breakpoint
CREATE TABLE "outbox_mails" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"sender" text NOT NULL,
	"recipient" text NOT NULL,
	"reply_to" text,
	"subject" text NOT NULL,
	"html" text NOT NULL,
	"text" text NOT NULL,
	"headers" jsonb NOT NULL,
	"tags" jsonb NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox_requests" (
	"idempotency_key" text PRIMARY KEY NOT NULL,
	"body_hash" text NOT NULL,
	"mail_ids" uuid[] NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "paper_listings" (
	"day" date NOT NULL,
	"source" text NOT NULL,
	"paper_id" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "paper_listings_day_source_paper_id_pk" PRIMARY KEY("day","source","paper_id")
);
--> statement-breakpoint
CREATE TABLE "paper_signals" (
	"paper_id" text NOT NULL,
	"observed_at" timestamp with time zone NOT NULL,
	"upvotes" integer NOT NULL,
	"comments" integer NOT NULL,
	"stars" integer,
	CONSTRAINT "paper_signals_paper_id_observed_at_pk" PRIMARY KEY("paper_id","observed_at")
);
--> statement-breakpoint
CREATE TABLE "papers" (
	"id" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"abstract" text NOT NULL,
	"summary" text,
	"authors" text[] NOT NULL,
	"organization" text,
	"keywords" text[] DEFAULT '{}' NOT NULL,
	"primary_category" text,
	"categories" text[] DEFAULT '{}' NOT NULL,
	"doi" text,
	"comment" text,
	"published_at" timestamp with time zone NOT NULL,
	"code_url" text,
	"project_url" text,
	"discussion_url" text,
	"thumbnail_url" text,
	"first_seen_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"enriched_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english'::regconfig, title), 'A') || setweight(to_tsvector('simple'::regconfig, paperboy_join(authors)), 'B') || setweight(to_tsvector('english'::regconfig, abstract), 'C')) STORED
);
--> statement-breakpoint
CREATE TABLE "provider_events" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"edition_id" text,
	"subscriber_id" uuid,
	"provider_id" text,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"payload" jsonb NOT NULL,
	"applied_at" timestamp with time zone,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "rejected_items" (
	"source" text NOT NULL,
	"day" date NOT NULL,
	"item_id" text NOT NULL,
	"reason" text NOT NULL,
	"payload" jsonb,
	"first_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "rejected_items_source_day_item_id_pk" PRIMARY KEY("source","day","item_id")
);
--> statement-breakpoint
CREATE TABLE "send_gates" (
	"name" text PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL,
	"provider_limit_per_second" double precision,
	"blocked_until" timestamp with time zone,
	"blocked_reason" text,
	"blocked_since" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "source_runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "source_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"day" date NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone NOT NULL,
	"is_ok" boolean NOT NULL,
	"error" text,
	"papers" integer NOT NULL,
	"rejected" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_validators" (
	"url" text PRIMARY KEY NOT NULL,
	"etag" text,
	"last_modified" text,
	"seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscribers" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"email_key" text NOT NULL,
	"address_hash" text NOT NULL,
	"state" text NOT NULL,
	"paused_until" date,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"hour" smallint DEFAULT 7 NOT NULL,
	"cadence" text DEFAULT 'daily' NOT NULL,
	"topics" text[] DEFAULT '{}' NOT NULL,
	"keywords" text[] DEFAULT '{}' NOT NULL,
	"authors" text[] DEFAULT '{}' NOT NULL,
	"muted_keywords" text[] DEFAULT '{}' NOT NULL,
	"muted_authors" text[] DEFAULT '{}' NOT NULL,
	"max_papers" smallint DEFAULT 10 NOT NULL,
	"detail" text DEFAULT 'summary' NOT NULL,
	"min_matches" smallint DEFAULT 1 NOT NULL,
	"wants_late_risers" boolean DEFAULT true NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"unsubscribed_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "subscribers_state_known" CHECK ("state" in ('pending', 'active', 'paused', 'unsubscribed')),
	CONSTRAINT "subscribers_cadence_known" CHECK ("cadence" in ('daily', 'weekdays', 'weekly', 'monthly')),
	CONSTRAINT "subscribers_detail_known" CHECK ("detail" in ('title', 'summary', 'abstract')),
	CONSTRAINT "subscribers_hour_range" CHECK (hour between 0 and 23),
	CONSTRAINT "subscribers_max_papers_range" CHECK (max_papers between 1 and 50),
	CONSTRAINT "subscribers_min_matches_range" CHECK (min_matches between 1 and 50),
	CONSTRAINT "subscribers_email_key_lower" CHECK (email_key = lower(email_key))
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"address_hash" text PRIMARY KEY NOT NULL,
	"email" text,
	"reason" text NOT NULL,
	"explanation" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "suppressions_reason_known" CHECK ("reason" in ('bounce', 'complaint', 'operator', 'provider', 'erased'))
);
--> statement-breakpoint
CREATE TABLE "try_counters" (
	"key" text NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "try_counters_key_window_start_pk" PRIMARY KEY("key","window_start")
);
--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "edition_papers" ADD CONSTRAINT "edition_papers_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "edition_templates" ADD CONSTRAINT "edition_templates_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_listings" ADD CONSTRAINT "paper_listings_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_signals" ADD CONSTRAINT "paper_signals_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_active" ON "alerts" USING btree ("kind","subject") WHERE cleared_at is null;--> statement-breakpoint
CREATE INDEX "alerts_raised_at" ON "alerts" USING btree ("raised_at");--> statement-breakpoint
CREATE INDEX "batches_open" ON "batches" USING btree ("due_at") WHERE state in ('planned', 'sealed');--> statement-breakpoint
CREATE INDEX "batches_edition" ON "batches" USING btree ("edition_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "batches_idempotency_key" ON "batches" USING btree ("idempotency_key");--> statement-breakpoint
CREATE INDEX "consents_subscriber" ON "consents" USING btree ("subscriber_id");--> statement-breakpoint
CREATE INDEX "deliveries_batch" ON "deliveries" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "deliveries_subscriber" ON "deliveries" USING btree ("subscriber_id");--> statement-breakpoint
CREATE INDEX "deliveries_state" ON "deliveries" USING btree ("edition_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "edition_papers_rank" ON "edition_papers" USING btree ("edition_id","section","rank");--> statement-breakpoint
CREATE INDEX "edition_papers_paper" ON "edition_papers" USING btree ("paper_id");--> statement-breakpoint
CREATE UNIQUE INDEX "editions_period" ON "editions" USING btree ("cadence","period");--> statement-breakpoint
CREATE UNIQUE INDEX "editions_number" ON "editions" USING btree ("cadence","number");--> statement-breakpoint
CREATE INDEX "notices_open" ON "notices" USING btree ("created_at") WHERE state in ('pending', 'sealed');--> statement-breakpoint
CREATE INDEX "notices_recipient" ON "notices" USING btree ("recipient","created_at");--> statement-breakpoint
CREATE INDEX "outbox_mails_accepted_at" ON "outbox_mails" USING btree ("accepted_at");--> statement-breakpoint
CREATE INDEX "outbox_mails_recipient" ON "outbox_mails" USING btree ("recipient");--> statement-breakpoint
CREATE INDEX "paper_listings_paper" ON "paper_listings" USING btree ("paper_id");--> statement-breakpoint
CREATE INDEX "papers_search" ON "papers" USING gin ("search");--> statement-breakpoint
CREATE INDEX "papers_title_trigrams" ON "papers" USING gin (title gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "papers_published_at" ON "papers" USING btree ("published_at");--> statement-breakpoint
CREATE INDEX "papers_categories" ON "papers" USING gin ("categories");--> statement-breakpoint
CREATE INDEX "provider_events_unapplied" ON "provider_events" USING btree ("received_at") WHERE applied_at is null;--> statement-breakpoint
CREATE INDEX "provider_events_delivery" ON "provider_events" USING btree ("edition_id","subscriber_id");--> statement-breakpoint
CREATE INDEX "source_runs_source" ON "source_runs" USING btree ("source","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "subscribers_email_key" ON "subscribers" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "subscribers_address_hash" ON "subscribers" USING btree ("address_hash");--> statement-breakpoint
CREATE INDEX "subscribers_active" ON "subscribers" USING btree ("cadence") WHERE state = 'active';