-- Outside a transaction: step by step, each repeatable, beside running workers.
ALTER TABLE "suppressions" VALIDATE CONSTRAINT "suppressions_key_named";--> statement-breakpoint
ALTER TABLE "provider_events" VALIDATE CONSTRAINT "provider_events_payload_form_known";--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "suppressions_key_id" ON "suppressions" USING btree ("key_id");--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "suppressions_keyed_hash" ON "suppressions" USING btree ("keyed_hash");--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "batches_uncertain" ON "batches" USING btree ("id") WHERE state = 'uncertain';--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "provider_events_unreduced" ON "provider_events" USING btree ("payload_form","received_at") WHERE payload_form <> 'reduced';--> statement-breakpoint
-- The choices of a batch that was sealed before deliveries kept them are in its recipients alone.
UPDATE "deliveries" d SET "choice" = (r.value -> 'choice')::json
FROM "batches" b, jsonb_array_elements(b."recipients") r
WHERE b."state" in ('sealed', 'uncertain') AND d."batch_id" = b."id" AND d."choice" is null AND d."state" in ('sealed', 'submitted', 'uncertain')
  AND d."subscriber_id" = (r.value ->> 'subscriberId')::uuid AND r.value ? 'choice'
  AND exists (select from "subscribers" s where s."id" = d."subscriber_id");--> statement-breakpoint
UPDATE "batches" b SET "recipients" = (
  SELECT jsonb_agg(jsonb_build_object('subscriberId', r.value -> 'subscriberId') ORDER BY r.ordinality)
  FROM jsonb_array_elements(b."recipients") WITH ORDINALITY r)
WHERE b."state" = 'uncertain' AND b."recipients" @? '$[*].to';
