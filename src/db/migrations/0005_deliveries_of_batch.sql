DROP INDEX "deliveries_batch";--> statement-breakpoint
CREATE INDEX "deliveries_batch" ON "deliveries" USING btree ("batch_id","state");