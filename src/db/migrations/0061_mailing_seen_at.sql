-- The table has one row. When a process that mails by the provider was last at work: a process of the local mailbox stands aside.
ALTER TABLE "installations" ADD COLUMN IF NOT EXISTS "mailing_seen_at" timestamp with time zone;
