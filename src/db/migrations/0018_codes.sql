-- Outside a transaction: step by step, each repeatable, beside running workers.
ALTER TABLE "deliveries" ADD COLUMN IF NOT EXISTS "reason_code" text, ADD COLUMN IF NOT EXISTS "refusal_key" text;--> statement-breakpoint
ALTER TABLE "batches" ADD COLUMN IF NOT EXISTS "error_code" text, ADD COLUMN IF NOT EXISTS "error_facts" jsonb, ADD COLUMN IF NOT EXISTS "refused_key" text;--> statement-breakpoint
ALTER TABLE "notices" ADD COLUMN IF NOT EXISTS "reason_code" text, ADD COLUMN IF NOT EXISTS "refusal_key" text;--> statement-breakpoint
ALTER TABLE "send_gates" ADD COLUMN IF NOT EXISTS "blocked_code" text;--> statement-breakpoint
ALTER TABLE "provider_events" ADD COLUMN IF NOT EXISTS "note_code" text;--> statement-breakpoint
ALTER TABLE "suppressions" ADD COLUMN IF NOT EXISTS "cause" text;--> statement-breakpoint
ALTER TABLE "process_reports" ADD COLUMN IF NOT EXISTS "queue_fault" text;--> statement-breakpoint
ALTER TABLE "deliveries" DROP CONSTRAINT IF EXISTS "deliveries_reason_code_known", ADD CONSTRAINT "deliveries_reason_code_known" CHECK ("reason_code" in ('suppressed', 'pending', 'paused', 'unsubscribed', 'another-cadence', 'erased', 'no-paper-left', 'no-match', 'too-few-matches', 'cancelled', 'refused', 'not-named', 'operators-word', 'key-reused', 'key-expired', 'incomplete', 'restored', 'other')) NOT VALID;--> statement-breakpoint
ALTER TABLE "batches" DROP CONSTRAINT IF EXISTS "batches_error_code_known", ADD CONSTRAINT "batches_error_code_known" CHECK ("error_code" in ('rate-limit', 'quota-day', 'quota-month', 'unauthorised', 'refused', 'no-answer', 'unreadable', 'incomplete', 'under-way', 'key-reused', 'key-expired', 'clock-off', 'bytes-changed', 'restored', 'other')) NOT VALID;--> statement-breakpoint
ALTER TABLE "notices" DROP CONSTRAINT IF EXISTS "notices_reason_code_known", ADD CONSTRAINT "notices_reason_code_known" CHECK ("reason_code" in ('suppressed', 'not-rendered', 'rate-limit', 'quota-day', 'quota-month', 'unauthorised', 'refused', 'no-answer', 'unreadable', 'incomplete', 'under-way', 'key-reused', 'key-expired', 'restored', 'other')) NOT VALID;--> statement-breakpoint
ALTER TABLE "send_gates" DROP CONSTRAINT IF EXISTS "send_gates_blocked_code_known", ADD CONSTRAINT "send_gates_blocked_code_known" CHECK ("blocked_code" in ('rate-limit', 'quota-day', 'quota-month', 'unauthorised', 'refused', 'other')) NOT VALID;--> statement-breakpoint
ALTER TABLE "provider_events" DROP CONSTRAINT IF EXISTS "provider_events_note_code_known", ADD CONSTRAINT "provider_events_note_code_known" CHECK ("note_code" in ('lost', 'recalled', 'undecided', 'foreign', 'no-event', 'unknown-type', 'left', 'bad-token', 'sender-asked', 'not-to-us', 'from-ourselves', 'automatic', 'not-fetched', 'no-sender', 'no-wish', 'other')) NOT VALID;--> statement-breakpoint
ALTER TABLE "suppressions" DROP CONSTRAINT IF EXISTS "suppressions_cause_known", ADD CONSTRAINT "suppressions_cause_known" CHECK ("cause" in ('reported', 'transient-bounces', 'listed', 'by-hand', 'imported', 'other')) NOT VALID;--> statement-breakpoint
ALTER TABLE "process_reports" DROP CONSTRAINT IF EXISTS "process_reports_queue_fault_known", ADD CONSTRAINT "process_reports_queue_fault_known" CHECK ("queue_fault" in ('moved', 'silent', 'other')) NOT VALID;--> statement-breakpoint
-- The one place that reads prose: what the code of before wrote, and each code by its own name. Whatever is in none of
-- these lines is somebody else's words.
CREATE OR REPLACE FUNCTION paperboy_code_of(concept text, said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT p.code FROM (VALUES
    ('delivery', 'suppressed', 'suppressed'),
    ('delivery', 'pending', 'pending'),
    ('delivery', 'paused', 'paused'),
    ('delivery', 'unsubscribed', 'unsubscribed'),
    ('delivery', 'another cadence', 'another-cadence'),
    ('delivery', 'another-cadence', 'another-cadence'),
    ('delivery', 'erased', 'erased'),
    ('delivery', 'no paper is left', 'no-paper-left'),
    ('delivery', 'no-paper-left', 'no-paper-left'),
    ('delivery', 'no paper matches', 'no-match'),
    ('delivery', 'no-match', 'no-match'),
    ('delivery', 'fewer papers match than asked', 'too-few-matches'),
    ('delivery', 'too-few-matches', 'too-few-matches'),
    ('delivery', 'cancelled', 'cancelled'),
    ('delivery', 'the answer does not name it', 'not-named'),
    ('delivery', 'not-named', 'not-named'),
    ('delivery', 'the operator''s word: not accepted', 'operators-word'),
    ('delivery', 'operators-word', 'operators-word'),
    ('request', 'rate limit', 'rate-limit'),
    ('request', 'rate-limit', 'rate-limit'),
    ('request', 'quota of the day used up', 'quota-day'),
    ('request', 'quota-day', 'quota-day'),
    ('request', 'quota of the month used up', 'quota-month'),
    ('request', 'quota-month', 'quota-month'),
    ('request', 'the answer could not be read', 'unreadable'),
    ('request', 'the earlier request is gone', 'unreadable'),
    ('request', 'unreadable', 'unreadable'),
    ('request', 'the answer names % of % mails', 'incomplete'),
    ('request', 'the answer does not name all mails', 'incomplete'),
    ('request', 'incomplete', 'incomplete'),
    ('request', 'a request is under way', 'under-way'),
    ('request', 'under-way', 'under-way'),
    ('request', 'the provider knows the key with other bytes', 'key-reused'),
    ('request', 'key-reused', 'key-reused'),
    ('request', 'the key has expired', 'key-expired'),
    ('request', 'key-expired', 'key-expired'),
    ('request', 'the clock of its worker is off', 'clock-off'),
    ('request', 'clock-off', 'clock-off'),
    ('request', 'the bytes made now differ from the sealed ones', 'bytes-changed'),
    ('request', 'bytes-changed', 'bytes-changed'),
    ('request', 'restored from a backup: mails may have left after it was made', 'restored'),
    ('request', 'restored', 'restored'),
    ('notice', 'the address is suppressed', 'suppressed'),
    ('notice', 'suppressed', 'suppressed'),
    ('notice', 'it could not be rendered', 'not-rendered'),
    ('notice', 'not-rendered', 'not-rendered'),
    ('event', 'it names no delivery that is known', 'lost'),
    ('event', 'its delivery is known now', 'recalled'),
    ('event', 'nobody knows yet whose mail it tells of', 'undecided'),
    ('event', 'of a mail that another program sent', 'foreign'),
    ('event', 'it is no event: it has no type', 'no-event'),
    ('event', 'a type that is not known', 'unknown-type'),
    ('event', 'it unsubscribed its reader', 'left'),
    ('event', 'its token is not valid', 'bad-token'),
    ('event', 'its sender is asked to confirm, if they subscribe', 'sender-asked'),
    ('event', 'it is to no address of ours', 'not-to-us'),
    ('event', 'it is from ourselves', 'from-ourselves'),
    ('event', 'it is an automatic answer', 'automatic'),
    ('event', 'it could not be fetched from the provider', 'not-fetched'),
    ('event', 'it names no sender', 'no-sender'),
    ('event', 'it asks for nothing', 'no-wish'),
    ('suppression', 'too many transient bounces without a delivery between them', 'transient-bounces'),
    ('suppression', 'imported: %', 'imported'),
    ('edition', 'breaker: %', 'breaker'),
    ('edition', 'restored from a backup: mails may have left after it was made', 'restore'),
    ('edition', 'restored', 'restore'),
    ('queue', 'no answer in time', 'silent'),
    ('queue', '%MOVED %', 'moved')
  ) AS p(concept, pattern, code)
  WHERE p.concept = paperboy_code_of.concept AND said LIKE p.pattern LIMIT 1
$$;--> statement-breakpoint
-- What no line names of a failed mail is the provider's own word, and so a refusal.
CREATE OR REPLACE FUNCTION paperboy_delivery_code(said text, state text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN said IS NOT NULL THEN coalesce(
    paperboy_code_of('delivery', said),
    (SELECT r.code FROM (SELECT paperboy_code_of('request', said) AS code) r
      WHERE r.code IN ('key-reused', 'key-expired', 'incomplete', 'restored')),
    CASE WHEN state = 'failed' THEN 'refused' ELSE 'other' END) END
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_notice_code(said text, state text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN said IS NOT NULL THEN coalesce(
    paperboy_code_of('notice', said),
    (SELECT r.code FROM (SELECT paperboy_code_of('request', said) AS code) r
      WHERE r.code NOT IN ('clock-off', 'bytes-changed')),
    CASE WHEN state = 'failed' THEN 'refused' ELSE 'other' END) END
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_suppression_cause(reason text, explanation text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN reason = 'erased' THEN null
    WHEN paperboy_code_of('suppression', explanation) = 'imported' AND reason <> 'operator' THEN 'imported'
    WHEN reason = 'bounce' AND paperboy_code_of('suppression', explanation) IS NOT NULL THEN 'transient-bounces'
    ELSE (ARRAY['imported', 'listed', 'by-hand', 'reported', 'reported'])[
      array_position(ARRAY['left', 'provider', 'operator', 'bounce', 'complaint'], reason)] END
$$;--> statement-breakpoint
-- As `nameRefusal` makes it.
CREATE OR REPLACE FUNCTION paperboy_refusal_key(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT left(encode(sha256(convert_to(words, 'UTF8')), 'hex'), 16)
$$;--> statement-breakpoint
-- Workers of the release before write a text and know no code. A statement that names the code itself is told from
-- theirs by the first trigger, which fires for it alone and marks the code; the second takes the mark off, and where
-- there is none reads the text.
CREATE OR REPLACE FUNCTION paperboy_mark_reason_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.reason_code := '=' || NEW.reason_code;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_read_reason_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.reason_code LIKE '=%' THEN
    NEW.reason_code := substr(NEW.reason_code, 2);
    RETURN NEW;
  END IF;
  IF TG_TABLE_NAME = 'notices' THEN
    NEW.reason_code := paperboy_notice_code(NEW.reason, NEW.state);
  ELSE
    NEW.reason_code := paperboy_delivery_code(NEW.reason, NEW.state);
  END IF;
  NEW.refusal_key := CASE WHEN NEW.reason_code IN ('refused', 'other') THEN paperboy_refusal_key(NEW.reason) END;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER deliveries_code_1_mark BEFORE INSERT OR UPDATE OF reason_code ON "deliveries"
FOR EACH ROW WHEN (NEW.reason_code IS NOT NULL) EXECUTE FUNCTION paperboy_mark_reason_code();--> statement-breakpoint
CREATE OR REPLACE TRIGGER deliveries_code_2_read BEFORE INSERT OR UPDATE OF reason, reason_code ON "deliveries"
FOR EACH ROW WHEN (NEW.reason IS NOT NULL OR NEW.reason_code IS NOT NULL) EXECUTE FUNCTION paperboy_read_reason_code();--> statement-breakpoint
CREATE OR REPLACE TRIGGER notices_code_1_mark BEFORE INSERT OR UPDATE OF reason_code ON "notices"
FOR EACH ROW WHEN (NEW.reason_code IS NOT NULL) EXECUTE FUNCTION paperboy_mark_reason_code();--> statement-breakpoint
CREATE OR REPLACE TRIGGER notices_code_2_read BEFORE INSERT OR UPDATE OF reason, reason_code ON "notices"
FOR EACH ROW WHEN (NEW.reason IS NOT NULL OR NEW.reason_code IS NOT NULL) EXECUTE FUNCTION paperboy_read_reason_code();--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_mark_error_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.error_code := '=' || NEW.error_code;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_read_error_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.error_code LIKE '=%' THEN
    NEW.error_code := substr(NEW.error_code, 2);
  ELSE
    NEW.error_code := CASE WHEN NEW.last_error IS NOT NULL THEN coalesce(paperboy_code_of('request', NEW.last_error), 'other') END;
    NEW.error_facts := null;
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER batches_code_1_mark BEFORE INSERT OR UPDATE OF error_code ON "batches"
FOR EACH ROW WHEN (NEW.error_code IS NOT NULL) EXECUTE FUNCTION paperboy_mark_error_code();--> statement-breakpoint
CREATE OR REPLACE TRIGGER batches_code_2_read BEFORE INSERT OR UPDATE OF last_error, error_code ON "batches"
FOR EACH ROW WHEN (NEW.last_error IS NOT NULL OR NEW.error_code IS NOT NULL) EXECUTE FUNCTION paperboy_read_error_code();--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_read_refused_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.refused_key := paperboy_refusal_key(NEW.refused_for);
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER batches_refused_key BEFORE INSERT OR UPDATE OF refused_for ON "batches"
FOR EACH ROW WHEN (NEW.refused_for IS NOT NULL) EXECUTE FUNCTION paperboy_read_refused_key();--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_mark_blocked_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.blocked_code := '=' || NEW.blocked_code;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_read_blocked_code() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  code text := paperboy_code_of('request', NEW.blocked_reason);
BEGIN
  IF NEW.blocked_code LIKE '=%' THEN
    NEW.blocked_code := substr(NEW.blocked_code, 2);
  ELSE
    -- What no line names is the provider's own word on what all mails share.
    NEW.blocked_code := CASE WHEN code IN ('rate-limit', 'quota-day', 'quota-month') THEN code
      WHEN NEW.blocked_reason IS NOT NULL THEN 'refused' END;
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER send_gates_code_1_mark BEFORE INSERT OR UPDATE OF blocked_code ON "send_gates"
FOR EACH ROW WHEN (NEW.blocked_code IS NOT NULL) EXECUTE FUNCTION paperboy_mark_blocked_code();--> statement-breakpoint
CREATE OR REPLACE TRIGGER send_gates_code_2_read BEFORE INSERT OR UPDATE OF blocked_reason, blocked_code ON "send_gates"
FOR EACH ROW WHEN (NEW.blocked_reason IS NOT NULL OR NEW.blocked_code IS NOT NULL) EXECUTE FUNCTION paperboy_read_blocked_code();--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_mark_note_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.note_code := '=' || NEW.note_code;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_read_note_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.note_code LIKE '=%' THEN
    NEW.note_code := substr(NEW.note_code, 2);
  ELSE
    NEW.note_code := CASE WHEN NEW.note IS NOT NULL THEN coalesce(paperboy_code_of('event', NEW.note), 'other') END;
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER provider_events_code_1_mark BEFORE INSERT OR UPDATE OF note_code ON "provider_events"
FOR EACH ROW WHEN (NEW.note_code IS NOT NULL) EXECUTE FUNCTION paperboy_mark_note_code();--> statement-breakpoint
CREATE OR REPLACE TRIGGER provider_events_code_2_read BEFORE INSERT OR UPDATE OF note, note_code ON "provider_events"
FOR EACH ROW WHEN (NEW.note IS NOT NULL OR NEW.note_code IS NOT NULL) EXECUTE FUNCTION paperboy_read_note_code();--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_mark_cause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.cause := '=' || NEW.cause;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_read_cause() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.cause := CASE WHEN NEW.cause LIKE '=%' THEN substr(NEW.cause, 2) ELSE paperboy_suppression_cause(NEW.reason, NEW.explanation) END;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER suppressions_code_1_mark BEFORE INSERT OR UPDATE OF cause ON "suppressions"
FOR EACH ROW WHEN (NEW.cause IS NOT NULL) EXECUTE FUNCTION paperboy_mark_cause();--> statement-breakpoint
CREATE OR REPLACE TRIGGER suppressions_code_2_read BEFORE INSERT OR UPDATE OF reason, explanation, cause ON "suppressions"
FOR EACH ROW EXECUTE FUNCTION paperboy_read_cause();--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_mark_queue_fault() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.queue_fault := '=' || NEW.queue_fault;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_read_queue_fault() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.queue_fault := CASE WHEN NEW.queue_fault LIKE '=%' THEN substr(NEW.queue_fault, 2)
    WHEN NEW.queue_error IS NOT NULL THEN coalesce(paperboy_code_of('queue', NEW.queue_error), 'other') END;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER process_reports_code_1_mark BEFORE INSERT OR UPDATE OF queue_fault ON "process_reports"
FOR EACH ROW WHEN (NEW.queue_fault IS NOT NULL) EXECUTE FUNCTION paperboy_mark_queue_fault();--> statement-breakpoint
CREATE OR REPLACE TRIGGER process_reports_code_2_read BEFORE INSERT OR UPDATE OF queue_error, queue_fault ON "process_reports"
FOR EACH ROW WHEN (NEW.queue_error IS NOT NULL OR NEW.queue_fault IS NOT NULL) EXECUTE FUNCTION paperboy_read_queue_fault();--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_read_pauser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.paused_by := coalesce(paperboy_code_of('edition', NEW.state_reason), 'operator');
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER editions_read_pauser BEFORE UPDATE OF state ON "editions"
FOR EACH ROW WHEN (NEW.state = 'paused' AND NEW.paused_by IS NULL) EXECUTE FUNCTION paperboy_read_pauser();--> statement-breakpoint
UPDATE "editions" SET "paused_by" = coalesce(paperboy_code_of('edition', "state_reason"), 'operator')
WHERE "state" = 'paused' AND "paused_by" is null;--> statement-breakpoint
UPDATE "send_gates" SET "blocked_reason" = "blocked_reason" WHERE "blocked_reason" is not null AND "blocked_code" is null;--> statement-breakpoint
UPDATE "process_reports" SET "queue_error" = "queue_error" WHERE "queue_error" is not null AND "queue_fault" is null;--> statement-breakpoint
-- What was written before gets its code by the triggers too, some thousands of rows at a time: no worker waits for long.
DO $$
BEGIN
  LOOP
    UPDATE "batches" SET "last_error" = "last_error", "refused_for" = "refused_for" WHERE "id" IN (
      SELECT "id" FROM "batches" WHERE ("last_error" is not null AND "error_code" is null)
        OR ("refused_for" is not null AND "refused_key" is null) LIMIT 2000 FOR UPDATE);
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END $$;--> statement-breakpoint
DO $$
BEGIN
  LOOP
    UPDATE "notices" SET "reason" = "reason" WHERE "id" IN (
      SELECT "id" FROM "notices" WHERE "reason" is not null AND "reason_code" is null LIMIT 2000 FOR UPDATE);
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END $$;--> statement-breakpoint
DO $$
DECLARE
  upto text := '';
BEGIN
  LOOP
    WITH picked AS MATERIALIZED (
      SELECT "address_hash" FROM "suppressions" WHERE "cause" is null AND "reason" <> 'erased' AND "address_hash" > upto
      ORDER BY "address_hash" LIMIT 2000 FOR UPDATE
    ), coded AS (
      UPDATE "suppressions" s SET "explanation" = s."explanation" FROM picked p WHERE s."address_hash" = p."address_hash"
    )
    SELECT max("address_hash") INTO upto FROM picked;
    EXIT WHEN upto is null;
    COMMIT;
  END LOOP;
END $$;--> statement-breakpoint
DO $$
DECLARE
  upto timestamptz;
BEGIN
  LOOP
    -- From the newest on, by the index on what is noted.
    WITH picked AS MATERIALIZED (
      SELECT "id", "received_at" FROM "provider_events"
      WHERE "note" is not null AND "note_code" is null AND (upto is null OR "received_at" <= upto)
      ORDER BY "received_at" DESC LIMIT 2000 FOR UPDATE
    ), coded AS (
      UPDATE "provider_events" e SET "note" = e."note" FROM picked p WHERE e."id" = p."id"
    )
    SELECT min("received_at") INTO upto FROM picked;
    EXIT WHEN upto is null;
    COMMIT;
  END LOOP;
END $$;--> statement-breakpoint
DO $$
DECLARE
  edition text;
  kind text;
  readers uuid[];
BEGIN
  FOR edition IN SELECT "id" FROM "editions" ORDER BY "published_at" DESC LOOP
    FOREACH kind IN ARRAY ARRAY['failed', 'uncertain', 'excluded'] LOOP
      -- Found once, since each search would pass all that have their codes already, and taken in the order in which
      -- feedback locks them, so that the two never wait for each other.
      SELECT array_agg("subscriber_id" ORDER BY "subscriber_id") INTO readers FROM "deliveries"
      WHERE "edition_id" = edition AND "state" = kind AND "reason" is not null AND "reason_code" is null;
      FOR place IN 1..coalesce(array_length(readers, 1), 0) BY 1000 LOOP
        UPDATE "deliveries" SET "reason" = "reason" WHERE "edition_id" = edition
          AND "subscriber_id" = any(readers[place:place + 999]) AND "reason" is not null AND "reason_code" is null;
        COMMIT;
      END LOOP;
    END LOOP;
  END LOOP;
END $$;--> statement-breakpoint
ALTER TABLE "deliveries" VALIDATE CONSTRAINT "deliveries_reason_code_known";--> statement-breakpoint
ALTER TABLE "batches" VALIDATE CONSTRAINT "batches_error_code_known";--> statement-breakpoint
ALTER TABLE "notices" VALIDATE CONSTRAINT "notices_reason_code_known";--> statement-breakpoint
ALTER TABLE "send_gates" VALIDATE CONSTRAINT "send_gates_blocked_code_known";--> statement-breakpoint
ALTER TABLE "provider_events" VALIDATE CONSTRAINT "provider_events_note_code_known";--> statement-breakpoint
ALTER TABLE "suppressions" VALIDATE CONSTRAINT "suppressions_cause_known";--> statement-breakpoint
ALTER TABLE "process_reports" VALIDATE CONSTRAINT "process_reports_queue_fault_known";--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "provider_events_note_code" ON "provider_events" USING btree ("note_code","received_at") WHERE note_code is not null;