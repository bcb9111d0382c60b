-- Outside a transaction: the index is made beside running workers, which know nothing of all this; repeatable.
CREATE TABLE IF NOT EXISTS "audit_entries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_name" text,
	"actor_from" text,
	"verb" text NOT NULL,
	"subject" text,
	"before" jsonb,
	"after" jsonb,
	"times" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "audit_entries_actor_known" CHECK ("actor_kind" in ('operator', 'cli', 'reader', 'stranger', 'program'))
);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "audit_entries_at" ON "audit_entries" USING btree ("at");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "audit_entries_verb" ON "audit_entries" USING btree ("verb","id");--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "audit_entries_subject" ON "audit_entries" USING btree ("subject","id");--> statement-breakpoint
-- Null of a session that a process of the release before began.
ALTER TABLE "ops_sessions" ADD COLUMN IF NOT EXISTS "name" text;--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "provider_events_clicked" ON "provider_events" USING btree ("edition_id","subscriber_id") WHERE type = 'email.clicked';
