ALTER TABLE "batches" ADD COLUMN "sender" jsonb;
