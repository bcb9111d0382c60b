-- Workers that know nothing of it go on sending at the reader's hour, which stays.
ALTER TABLE "subscribers" ADD COLUMN IF NOT EXISTS "wants_at_once" boolean DEFAULT false NOT NULL;
