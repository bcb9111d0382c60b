-- Outside a transaction: step by step, each repeatable, beside running workers.
-- The same papers as before, told of all mails in one statement: a function that is called for each of them took most of
-- the time of settling a batch. A plain choice is lists of places without escapes. Only another one is read by the
-- function, in a block that catches.
CREATE OR REPLACE FUNCTION paperboy_keep_shown(editions_of text[], readers uuid[], sets uuid[], choices json[]) RETURNS void LANGUAGE sql AS $$
  WITH told AS MATERIALIZED (
    SELECT edition_id, subscriber_id, set_id, choice,
      strpos(choice::text, '\u') = 0 AND json_typeof(choice) = 'object' AS is_readable
    FROM unnest(editions_of, readers, sets, choices) AS t(edition_id, subscriber_id, set_id, choice)
  ), numbered AS MATERIALIZED (
    SELECT edition_id, set_id, paperboy_numbers_of_set(edition_id, set_id) AS numbers
    FROM (SELECT DISTINCT edition_id, set_id FROM told) of_sets
  ), lists AS MATERIALIZED (
    SELECT t.edition_id, t.subscriber_id, t.choice, n.numbers, t.is_readable,
      concat(c."forYou", c."top", c."late") AS shown, coalesce(c."leftOut"::text, '[]') AS gone
    FROM told t JOIN numbered n ON n.edition_id = t.edition_id AND n.set_id IS NOT DISTINCT FROM t.set_id
    CROSS JOIN LATERAL json_to_record(CASE WHEN t.is_readable THEN t.choice ELSE '{}' END)
      AS c("forYou" json, "top" json, "late" json, "leftOut" json)
  ), shown AS MATERIALIZED (
    SELECT edition_id, subscriber_id, CASE
      WHEN is_readable AND shown ~ '^(\[([0-9]{1,4}(,[0-9]{1,4})*)?\])*$' AND gone ~ '^\[([0-9]{1,4}(,[0-9]{1,4})*)?\]$'
      -- Where a list is empty, or all are, there is nothing between two commas: no place.
      THEN (SELECT array_agg(numbers[place + 1])
        FROM unnest(string_to_array(translate(replace(shown, '][', ','), '[]', ''), ',', '')::integer[]) AS place
        WHERE numbers[place + 1] IS NOT NULL
          AND (gone = '[]' OR place <> ALL (string_to_array(translate(gone, '[]', ''), ',')::integer[])))
      ELSE paperboy_shown_numbers(numbers, choice) END AS papers
    FROM lists
  )
  INSERT INTO shown_papers (edition_id, subscriber_id, papers)
  SELECT edition_id, subscriber_id, papers FROM shown WHERE papers <> '{}'
  ON CONFLICT (edition_id, subscriber_id) DO UPDATE SET papers = excluded.papers
$$;--> statement-breakpoint
-- As before, but of deliveries of which none counted yet, as when a batch is sealed or settled, the rows from before are
-- not sought.
CREATE OR REPLACE FUNCTION paperboy_note_shown() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  editions_of text[];
  readers uuid[];
  sets uuid[];
  choices json[];
  editions_gone text[];
  readers_gone uuid[];
  -- Named apart, so that batches are sought only in the partitions of these editions.
  editions_moved text[] := ARRAY(SELECT DISTINCT edition_id FROM now_rows);
BEGIN
  -- What is asked here is planned anew each time: a plan that was made for one delivery, or for few batches, and kept would
  -- never end with a million.
  IF NOT EXISTS (SELECT FROM was_rows WHERE state IN ('submitted', 'uncertain') AND choice IS NOT NULL) THEN
    IF NOT EXISTS (SELECT FROM now_rows WHERE state IN ('submitted', 'uncertain') AND choice IS NOT NULL) THEN
      RETURN NULL;
    END IF;
    EXECUTE 'SELECT array_agg(n.edition_id), array_agg(n.subscriber_id), array_agg(b.set_id), array_agg(n.choice)
      FROM now_rows n LEFT JOIN batches b ON b.id = n.batch_id AND b.edition_id = n.edition_id AND b.edition_id = ANY ($1)
      WHERE n.state IN (''submitted'', ''uncertain'') AND n.choice IS NOT NULL'
    INTO editions_of, readers, sets, choices USING editions_moved;
  ELSE
    EXECUTE 'SELECT array_agg(edition_id) FILTER (WHERE counts), array_agg(subscriber_id) FILTER (WHERE counts),
        array_agg(set_id) FILTER (WHERE counts), array_agg(choice) FILTER (WHERE counts),
        array_agg(edition_id) FILTER (WHERE NOT counts), array_agg(subscriber_id) FILTER (WHERE NOT counts)
      FROM (SELECT n.edition_id, n.subscriber_id, b.set_id, n.choice,
          n.state IN (''submitted'', ''uncertain'') AND n.choice IS NOT NULL AS counts,
          w.state IN (''submitted'', ''uncertain'') AND w.choice IS NOT NULL AS counted
        FROM now_rows n JOIN was_rows w USING (edition_id, subscriber_id)
        LEFT JOIN batches b ON b.id = n.batch_id AND b.edition_id = n.edition_id AND b.edition_id = ANY ($1)) moved
      WHERE counts <> counted'
    INTO editions_of, readers, sets, choices, editions_gone, readers_gone USING editions_moved;
  END IF;
  IF readers_gone IS NOT NULL THEN
    DELETE FROM shown_papers s USING unnest(editions_gone, readers_gone) AS g(edition_id, subscriber_id)
    WHERE s.edition_id = g.edition_id AND s.subscriber_id = g.subscriber_id;
  END IF;
  IF readers IS NOT NULL THEN
    PERFORM paperboy_keep_shown(editions_of, readers, sets, choices);
  END IF;
  RETURN NULL;
END $$;
