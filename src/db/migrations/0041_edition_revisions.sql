-- Outside a transaction: step by step, each repeatable, beside running workers.
CREATE TABLE IF NOT EXISTS "edition_revisions" (
	"edition_id" text NOT NULL CONSTRAINT "edition_revisions_edition_id_editions_id_fk" REFERENCES "public"."editions"("id") ON DELETE cascade,
	"revision" integer NOT NULL,
	"edits" jsonb NOT NULL,
	"papers" integer[] NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_name" text,
	CONSTRAINT "edition_revisions_edition_id_revision_pk" PRIMARY KEY("edition_id","revision"),
	CONSTRAINT "edition_revisions_revision_counts" CHECK (revision >= 2)
);--> statement-breakpoint
ALTER TABLE "editions" ADD COLUMN IF NOT EXISTS "revision" integer DEFAULT 1 NOT NULL, ADD COLUMN IF NOT EXISTS "revised_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "edition_papers" ADD COLUMN IF NOT EXISTS "shown_rank" integer, ADD COLUMN IF NOT EXISTS "dropped_at" timestamp with time zone;--> statement-breakpoint
-- Editions that were published before there were sets get theirs, so that what is compiled next is their second.
INSERT INTO "compiled_sets" ("edition_id") SELECT DISTINCT "edition_id" FROM "edition_templates" WHERE "set_id" IS NULL ON CONFLICT DO NOTHING;--> statement-breakpoint
UPDATE "edition_templates" t SET "set_id" = s."id" FROM "compiled_sets" s
WHERE s."edition_id" = t."edition_id" AND s."revision" = 1 AND t."set_id" IS NULL
AND NOT EXISTS (SELECT FROM "edition_templates" o WHERE o."set_id" = s."id");--> statement-breakpoint
-- The numbers of the papers among which a choice of a compiled set names places, in their order: as the edits of the
-- set leave them, else as they were frozen.
CREATE OR REPLACE FUNCTION paperboy_numbers_of_set(edition text, compiled uuid) RETURNS integer[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT r.papers FROM edition_revisions r JOIN compiled_sets s ON s.edition_id = r.edition_id AND s.revision >= r.revision
      WHERE r.edition_id = edition AND s.id = compiled ORDER BY r.revision DESC LIMIT 1),
    (SELECT array_agg(n.number ORDER BY p.section DESC, p.rank) FROM edition_papers p LEFT JOIN paper_numbers n USING (paper_id)
      WHERE p.edition_id = edition AND p.section <> 'further'))
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_keep_shown(editions_of text[], readers uuid[], sets uuid[], choices json[]) RETURNS void LANGUAGE sql AS $$
  WITH told AS MATERIALIZED (
    SELECT * FROM unnest(editions_of, readers, sets, choices) AS t(edition_id, subscriber_id, set_id, choice)
  ), numbered AS MATERIALIZED (
    SELECT edition_id, set_id, paperboy_numbers_of_set(edition_id, set_id) AS numbers
    FROM (SELECT DISTINCT edition_id, set_id FROM told) of_sets
  ), shown AS MATERIALIZED (
    SELECT t.edition_id, t.subscriber_id, paperboy_shown_numbers(n.numbers, t.choice) AS papers
    FROM told t JOIN numbered n ON n.edition_id = t.edition_id AND n.set_id IS NOT DISTINCT FROM t.set_id
  )
  INSERT INTO shown_papers (edition_id, subscriber_id, papers)
  SELECT edition_id, subscriber_id, papers FROM shown WHERE papers <> '{}'
  ON CONFLICT (edition_id, subscriber_id) DO UPDATE SET papers = excluded.papers
$$;--> statement-breakpoint
-- A delivery has a row while it is submitted or uncertain and keeps what its mail showed: whoever moves it, also a
-- worker of the release before. A choice is read by the compiled set that its batch names.
CREATE OR REPLACE FUNCTION paperboy_note_shown() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  editions_of text[];
  readers uuid[];
  sets uuid[];
  choices json[];
  editions_gone text[];
  readers_gone uuid[];
BEGIN
  -- Planned anew each time: a plan that was made for one delivery and kept would never end with a million.
  EXECUTE 'SELECT array_agg(edition_id) FILTER (WHERE counts), array_agg(subscriber_id) FILTER (WHERE counts),
      array_agg(set_id) FILTER (WHERE counts), array_agg(choice) FILTER (WHERE counts),
      array_agg(edition_id) FILTER (WHERE NOT counts), array_agg(subscriber_id) FILTER (WHERE NOT counts)
    FROM (SELECT n.edition_id, n.subscriber_id, b.set_id, n.choice,
        n.state IN (''submitted'', ''uncertain'') AND n.choice IS NOT NULL AS counts,
        w.state IN (''submitted'', ''uncertain'') AND w.choice IS NOT NULL AS counted
      FROM now_rows n JOIN was_rows w USING (edition_id, subscriber_id)
      LEFT JOIN batches b ON b.id = n.batch_id) moved
    WHERE counts <> counted'
  INTO editions_of, readers, sets, choices, editions_gone, readers_gone;
  IF readers_gone IS NOT NULL THEN
    DELETE FROM shown_papers s USING unnest(editions_gone, readers_gone) AS g(edition_id, subscriber_id)
    WHERE s.edition_id = g.edition_id AND s.subscriber_id = g.subscriber_id;
  END IF;
  IF readers IS NOT NULL THEN
    PERFORM paperboy_keep_shown(editions_of, readers, sets, choices);
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
-- A worker of the release before chooses from the frozen papers, in their order: it seals no edition that was edited.
-- Its seal fails whole, and a worker that says that it applies edits takes the batch.
CREATE OR REPLACE FUNCTION paperboy_seal_with_edits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('paperboy.applies_edits', true) IS DISTINCT FROM 'yes'
    AND EXISTS (SELECT FROM edition_revisions r WHERE r.edition_id = NEW.edition_id) THEN
    RAISE EXCEPTION 'The edition % was edited; a worker of this release cannot seal it, one of the next release will.', NEW.edition_id
    USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER batches_sealed_with_edits BEFORE UPDATE ON "batches" FOR EACH ROW
WHEN (NEW."state" = 'sealed' AND NEW."idempotency_key" IS DISTINCT FROM OLD."idempotency_key")
EXECUTE FUNCTION paperboy_seal_with_edits();
