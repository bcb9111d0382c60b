-- The table has one row: to fill it takes a moment.
ALTER TABLE "installations" ADD COLUMN IF NOT EXISTS "public_id" uuid NOT NULL DEFAULT gen_random_uuid();
