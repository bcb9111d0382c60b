-- The table has one row. By which mailer its readers are to be mailed, while digests wait for it.
ALTER TABLE "installations" ADD COLUMN IF NOT EXISTS "awaited_mailer" text;
