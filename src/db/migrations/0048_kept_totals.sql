-- Outside a transaction: step by step, each repeatable, beside running workers.
CREATE TABLE IF NOT EXISTS "edition_totals" (
	"edition_id" text NOT NULL,
	"state" text NOT NULL,
	"reason_code" text,
	"refusal_key" text,
	"outcome" text,
	"deliveries" integer DEFAULT 0 NOT NULL,
	"quiet" integer DEFAULT 0 NOT NULL,
	"opened" integer DEFAULT 0 NOT NULL,
	"clicked" integer DEFAULT 0 NOT NULL,
	"machine_opened" integer DEFAULT 0 NOT NULL,
	"machine_clicked" integer DEFAULT 0 NOT NULL,
	"reason" text
);--> statement-breakpoint
CREATE INDEX IF NOT EXISTS "edition_totals_edition" ON "edition_totals" USING btree ("edition_id");--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "counted_editions" (
	"edition_id" text PRIMARY KEY NOT NULL,
	"planned" integer NOT NULL,
	"counted_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"is_whole" boolean NOT NULL,
	"batches" integer NOT NULL,
	"requests" integer NOT NULL,
	"declined" integer NOT NULL,
	"history" jsonb,
	CONSTRAINT "counted_editions_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE cascade ON UPDATE no action
);--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "kept_figures" (
	"name" text PRIMARY KEY NOT NULL,
	"counted_at" timestamp with time zone NOT NULL,
	"figures" jsonb NOT NULL
);--> statement-breakpoint
-- Each change of deliveries adds the rows by which an edition's totals differ then: added, never changed, so that no
-- two workers wait for each other. It is here, so that what a worker of the release before moves counts too.
CREATE OR REPLACE FUNCTION paperboy_keep_totals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO edition_totals (edition_id, state, reason_code, refusal_key, outcome,
    deliveries, opened, clicked, machine_opened, machine_clicked, reason)
  SELECT edition_id, state, code, refusal_key, outcome,
    sum(n), sum(opened), sum(clicked), sum(machine_opened), sum(machine_clicked), min(reason)
  FROM (
    SELECT edition_id, state, CASE WHEN reason IS NOT NULL THEN coalesce(reason_code, 'other') END AS code, refusal_key,
      outcome, 1 AS n, (opened_at IS NOT NULL)::integer AS opened, (clicked_at IS NOT NULL)::integer AS clicked,
      (machine_opened_at IS NOT NULL)::integer AS machine_opened,
      (machine_clicked_at IS NOT NULL)::integer AS machine_clicked, reason
    FROM now_rows
    UNION ALL
    SELECT edition_id, state, CASE WHEN reason IS NOT NULL THEN coalesce(reason_code, 'other') END, refusal_key,
      outcome, -1, -(opened_at IS NOT NULL)::integer, -(clicked_at IS NOT NULL)::integer,
      -(machine_opened_at IS NOT NULL)::integer, -(machine_clicked_at IS NOT NULL)::integer, NULL
    FROM was_rows
  ) moved
  GROUP BY 1, 2, 3, 4, 5
  HAVING sum(n) <> 0 OR sum(opened) <> 0 OR sum(clicked) <> 0 OR sum(machine_opened) <> 0 OR sum(machine_clicked) <> 0;
  IF EXISTS (SELECT FROM quiet_mails q WHERE q.edition_id = ANY (ARRAY(SELECT DISTINCT edition_id FROM now_rows))) THEN
    INSERT INTO edition_totals (edition_id, state, quiet)
    SELECT edition_id, state, sum(n) FROM (
      SELECT edition_id, subscriber_id, state, 1 AS n FROM now_rows
      UNION ALL
      SELECT edition_id, subscriber_id, state, -1 FROM was_rows
    ) moved
    -- Looked up one by one: a plan that was made while there were few of them would read all each time.
    WHERE (SELECT count(*) FROM quiet_mails q
      WHERE q.edition_id = moved.edition_id AND q.subscriber_id = moved.subscriber_id) > 0
    GROUP BY 1, 2 HAVING sum(n) <> 0;
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER deliveries_totals AFTER UPDATE ON "deliveries"
REFERENCING OLD TABLE AS was_rows NEW TABLE AS now_rows FOR EACH STATEMENT EXECUTE FUNCTION paperboy_keep_totals();--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_keep_quiet_totals() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  edition text := coalesce(NEW.edition_id, OLD.edition_id);
  reader uuid := coalesce(NEW.subscriber_id, OLD.subscriber_id);
BEGIN
  INSERT INTO edition_totals (edition_id, state, quiet)
  SELECT d.edition_id, d.state, CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
  FROM deliveries d WHERE d.edition_id = edition AND d.subscriber_id = reader;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER quiet_mails_totals AFTER INSERT OR DELETE ON "quiet_mails"
FOR EACH ROW EXECUTE FUNCTION paperboy_keep_quiet_totals();--> statement-breakpoint
CREATE INDEX CONCURRENTLY IF NOT EXISTS "deliveries_uncertain" ON "deliveries" USING btree ("edition_id") WHERE state = 'uncertain';
