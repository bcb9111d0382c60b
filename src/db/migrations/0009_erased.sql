ALTER TABLE "suppressions" ADD COLUMN "key_id" text, ADD COLUMN "keyed_hash" text;--> statement-breakpoint
ALTER TABLE "suppressions" ADD CONSTRAINT "suppressions_key_named" CHECK ((key_id is null) = (keyed_hash is null)) NOT VALID;--> statement-breakpoint
ALTER TABLE "provider_events" ADD COLUMN "payload_form" text DEFAULT 'whole' NOT NULL;--> statement-breakpoint
ALTER TABLE "provider_events" ADD CONSTRAINT "provider_events_payload_form_known" CHECK ("payload_form" in ('whole', 'hashed', 'reduced')) NOT VALID;
