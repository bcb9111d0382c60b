-- Outside a transaction: step by step, each repeatable, beside running workers.
ALTER TABLE "subscribers" ADD COLUMN IF NOT EXISTS "wants_repeats" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "paper_numbers" (
	"paper_id" text PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "paper_numbers_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1) NOT NULL,
	CONSTRAINT "paper_numbers_number" UNIQUE("number")
);--> statement-breakpoint
CREATE TABLE IF NOT EXISTS "shown_papers" (
	"edition_id" text NOT NULL,
	"subscriber_id" uuid NOT NULL,
	"papers" integer[] NOT NULL,
	CONSTRAINT "shown_papers_edition_id_subscriber_id_pk" PRIMARY KEY("edition_id","subscriber_id")
);--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_number_papers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- In the order of their ids: two editions with the same new papers, frozen at once, never wait for each other.
  INSERT INTO paper_numbers (paper_id)
  SELECT DISTINCT f.paper_id FROM frozen f
  WHERE NOT EXISTS (SELECT FROM paper_numbers n WHERE n.paper_id = f.paper_id)
  ORDER BY f.paper_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER edition_papers_numbered AFTER INSERT ON "edition_papers"
REFERENCING NEW TABLE AS frozen FOR EACH STATEMENT EXECUTE FUNCTION paperboy_number_papers();--> statement-breakpoint
INSERT INTO "paper_numbers" ("paper_id")
SELECT DISTINCT p."paper_id" FROM "edition_papers" p
WHERE NOT EXISTS (SELECT FROM "paper_numbers" n WHERE n."paper_id" = p."paper_id")
ORDER BY p."paper_id" ON CONFLICT DO NOTHING;--> statement-breakpoint
-- The numbers of the papers that a mail showed: of what was chosen, without what did not fit. A choice that is no such
-- thing shows nothing: what settles a batch must never fail for it. JSON may hold escapes that PostgreSQL keeps, and
-- refuses to read (a zero, half of a surrogate pair).
CREATE OR REPLACE FUNCTION paperboy_shown_numbers(numbers integer[], choice json) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(numbers[p.place::integer + 1]) FILTER (WHERE numbers[p.place::integer + 1] IS NOT NULL), '{}')
  FROM (VALUES ('forYou'), ('top'), ('late')) AS s(section)
  CROSS JOIN LATERAL json_array_elements_text(
    CASE WHEN json_typeof(choice -> s.section) = 'array' THEN choice -> s.section ELSE '[]' END) AS p(place)
  WHERE p.place ~ '^[0-9]{1,4}$' AND NOT EXISTS (
    SELECT FROM json_array_elements_text(
      CASE WHEN json_typeof(choice -> 'leftOut') = 'array' THEN choice -> 'leftOut' ELSE '[]' END) AS o(place)
    WHERE o.place = p.place));
EXCEPTION WHEN data_exception THEN
  RETURN '{}';
END $$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION paperboy_keep_shown(editions_of text[], readers uuid[], choices json[]) RETURNS void LANGUAGE sql AS $$
  WITH told AS MATERIALIZED (
    SELECT * FROM unnest(editions_of, readers, choices) AS t(edition_id, subscriber_id, choice)
  ), numbered AS MATERIALIZED (
    -- In the order of an edition's papers, by which a choice names them.
    SELECT p.edition_id, array_agg(n.number ORDER BY p.section DESC, p.rank) AS numbers
    FROM edition_papers p LEFT JOIN paper_numbers n USING (paper_id)
    WHERE p.edition_id IN (SELECT edition_id FROM told) GROUP BY p.edition_id
  ), shown AS MATERIALIZED (
    SELECT t.edition_id, t.subscriber_id, paperboy_shown_numbers(n.numbers, t.choice) AS papers
    FROM told t JOIN numbered n USING (edition_id)
  )
  INSERT INTO shown_papers (edition_id, subscriber_id, papers)
  SELECT edition_id, subscriber_id, papers FROM shown WHERE papers <> '{}'
  ON CONFLICT (edition_id, subscriber_id) DO UPDATE SET papers = excluded.papers
$$;--> statement-breakpoint
-- A delivery has a row while it is submitted or uncertain and keeps what its mail showed: whoever moves it, also a
-- worker of the release before, which knows of none of this.
CREATE OR REPLACE FUNCTION paperboy_note_shown() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  editions_of text[];
  readers uuid[];
  choices json[];
  editions_gone text[];
  readers_gone uuid[];
BEGIN
  -- Planned anew each time: a plan that was made for one delivery and kept would never end with a million.
  EXECUTE 'SELECT array_agg(edition_id) FILTER (WHERE counts), array_agg(subscriber_id) FILTER (WHERE counts),
      array_agg(choice) FILTER (WHERE counts),
      array_agg(edition_id) FILTER (WHERE NOT counts), array_agg(subscriber_id) FILTER (WHERE NOT counts)
    FROM (SELECT edition_id, subscriber_id, n.choice,
        n.state IN (''submitted'', ''uncertain'') AND n.choice IS NOT NULL AS counts,
        w.state IN (''submitted'', ''uncertain'') AND w.choice IS NOT NULL AS counted
      FROM now_rows n JOIN was_rows w USING (edition_id, subscriber_id)) moved
    WHERE counts <> counted'
  INTO editions_of, readers, choices, editions_gone, readers_gone;
  IF readers_gone IS NOT NULL THEN
    DELETE FROM shown_papers s USING unnest(editions_gone, readers_gone) AS g(edition_id, subscriber_id)
    WHERE s.edition_id = g.edition_id AND s.subscriber_id = g.subscriber_id;
  END IF;
  IF readers IS NOT NULL THEN
    PERFORM paperboy_keep_shown(editions_of, readers, choices);
  END IF;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE OR REPLACE TRIGGER deliveries_shown AFTER UPDATE ON "deliveries"
REFERENCING OLD TABLE AS was_rows NEW TABLE AS now_rows FOR EACH STATEMENT EXECUTE FUNCTION paperboy_note_shown();--> statement-breakpoint
-- What was mailed before, of the editions that are still remembered.
DO $$
DECLARE
  edition text;
  upto uuid;
  readers uuid[];
  choices json[];
BEGIN
  FOR edition IN SELECT "id" FROM "editions"
    WHERE "finished_at" IS NULL OR "finished_at" > now() - interval '100 days' ORDER BY "published_at" DESC
  LOOP
    upto := '00000000-0000-0000-0000-000000000000';
    LOOP
      -- Held still: who moves one of them meanwhile finds its row, or is seen here.
      SELECT array_agg(p."subscriber_id" ORDER BY p."subscriber_id"), array_agg(p."choice" ORDER BY p."subscriber_id")
      INTO readers, choices
      FROM (SELECT d."subscriber_id", d."choice" FROM "deliveries" d
        WHERE d."edition_id" = edition AND d."subscriber_id" > upto
          AND d."state" IN ('submitted', 'uncertain') AND d."choice" IS NOT NULL
          AND NOT EXISTS (SELECT FROM "shown_papers" s WHERE s."edition_id" = edition AND s."subscriber_id" = d."subscriber_id")
        ORDER BY d."subscriber_id" LIMIT 2000 FOR SHARE) p;
      EXIT WHEN readers IS NULL;
      PERFORM paperboy_keep_shown(array_fill(edition, ARRAY[cardinality(readers)]), readers, choices);
      upto := readers[cardinality(readers)];
      COMMIT;
    END LOOP;
  END LOOP;
END $$;
