-- What the pace of requests remembers: when each of the last ones is out of the provider's window (milliseconds of this
-- server's clock since 1970), which limit was learned from what and when, and whether the next request goes alone.
ALTER TABLE "send_gates"
  ADD COLUMN IF NOT EXISTS "revision" bigint DEFAULT 0 NOT NULL,
  ADD COLUMN IF NOT EXISTS "releases" double precision[] DEFAULT '{}' NOT NULL,
  ADD COLUMN IF NOT EXISTS "limit_from" text,
  ADD COLUMN IF NOT EXISTS "limit_told_at" timestamp with time zone,
  ADD COLUMN IF NOT EXISTS "slowed_per_second" double precision,
  ADD COLUMN IF NOT EXISTS "slowed_at" timestamp with time zone,
  ADD COLUMN IF NOT EXISTS "limited_at" timestamp with time zone,
  ADD COLUMN IF NOT EXISTS "trial_ms" double precision,
  ADD COLUMN IF NOT EXISTS "paced_per_second" double precision;--> statement-breakpoint
ALTER TABLE "send_gates" DROP CONSTRAINT IF EXISTS "send_gates_limit_from_known", ADD CONSTRAINT "send_gates_limit_from_known" CHECK ("limit_from" in ('usage', 'headers')) NOT VALID;--> statement-breakpoint
ALTER TABLE "send_gates" VALIDATE CONSTRAINT "send_gates_limit_from_known";--> statement-breakpoint
UPDATE "send_gates" SET "limit_from" = 'headers' WHERE "provider_limit_per_second" IS NOT NULL AND "limit_from" IS NULL;--> statement-breakpoint
-- A worker of the release before moves next_at on and remembers nothing: its request is remembered for it, as late as it
-- may be, and the instant that it leaves behind is one at which the window has room.
CREATE OR REPLACE FUNCTION send_gates_remember() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  pace double precision := least(1000, coalesce(NEW.provider_limit_per_second, NEW.paced_per_second, 2), coalesce(NEW.paced_per_second, 1000));
  requests integer := least(100, greatest(1, floor(pace)::integer));
  instant double precision := extract(epoch from clock_timestamp()) * 1000;
  moved double precision := extract(epoch from NEW.next_at) * 1000;
BEGIN
  NEW.revision := OLD.revision + 1;
  IF NEW.provider_limit_per_second IS DISTINCT FROM OLD.provider_limit_per_second THEN
    NEW.limit_from := CASE WHEN NEW.provider_limit_per_second IS NULL THEN NULL ELSE 'headers' END;
    NEW.limit_told_at := clock_timestamp();
  END IF;
  IF NEW.next_at IS DISTINCT FROM OLD.next_at THEN
    NEW.releases := array(
      SELECT one FROM unnest(OLD.releases || (moved + 1000 * requests / pace + 112)) AS one
      WHERE one > instant ORDER BY one);
    IF cardinality(NEW.releases) >= requests THEN
      NEW.next_at := greatest(NEW.next_at, to_timestamp(NEW.releases[cardinality(NEW.releases) - requests + 1] / 1000));
    END IF;
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER send_gates_remember BEFORE UPDATE ON "send_gates"
  FOR EACH ROW WHEN (NEW.revision = OLD.revision AND (NEW.next_at IS DISTINCT FROM OLD.next_at
    OR NEW.provider_limit_per_second IS DISTINCT FROM OLD.provider_limit_per_second))
  EXECUTE FUNCTION send_gates_remember();
